"""What a waiting first byte swallowed comes back as the structure of the document tells it."""

from __future__ import annotations

import random
from difflib import SequenceMatcher
from pathlib import Path

import pytest

import damage
from textnorm import Config, Normalizer
from textnorm.repair.chains.codecs import wrong_codec
from textnorm.repair.chains.structure import Structure

GUESSING = Normalizer(Config(profile="repair", unsafe_fixes=True))
DOCUMENTS = {path.stem: path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("swallowed/*.txt")}
#: Decoders that swallow ASCII, by what is left of it, and those that read it by itself.
SWALLOWING = "utf8-as-gbk", "utf8-as-gbk-marked", "utf8-as-gbk-kept-questioned", "utf8-as-gbk-dropped"
READING = "utf8-as-gbk-iconv", "utf8-as-gbk-mysql", "utf8-as-gb18030-python-questioned"


def damaged(kind: str, text: str) -> str:
    return damage.KINDS[kind](text, random.Random(1))


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
@pytest.mark.parametrize("kind", [*SWALLOWING, *READING])
def test_a_document_tells_whether_ascii_was_swallowed(kind: str, name: str) -> None:
    structure = Structure(damaged(kind, DOCUMENTS[name]))
    assert structure.expect(wrong_codec("gbk"))
    told = structure.told(wrong_codec("gbk"))
    # A document of few places may leave it open, but never says the opposite.
    assert told.swallows is not (kind in READING)


@pytest.mark.parametrize(
    ("kind", "least"), [("utf8-as-gbk", 0.8), ("utf8-as-gbk-kept-questioned", 0.85), ("utf8-as-gbk-dropped", 0.78)]
)
def test_most_lines_come_back(kind: str, least: float) -> None:
    whole = total = 0
    for text in DOCUMENTS.values():
        restored = GUESSING.normalize(damaged(kind, text)).split("\n")
        lines = text.split("\n")
        same = SequenceMatcher(None, lines, restored, autojunk=False).get_matching_blocks()
        whole += sum(block.size for block in same)
        total += len(lines)
    assert whole > least * total


@pytest.mark.parametrize(
    "text",
    [
        "# 读取设置\nload()\n# 检查文件是否存在\ncheck()\n# 打开数据库\nopen()\n# 保存结果\nsave()\n",
        "<li>首页</li>\n<li>关于我们</li>\n<li>联系方式</li>\n<li>帮助中心</li>\n<li>新闻列表</li>\n",
        (
            "# 安装说明\n\n先下载压缩包。\n\n然后运行安装程序。\n\n# 使用方法\n\n打开命令行窗口。\n\n"
            "输入文件的名称。\n\n## 备份\n\n每天自动备份一次。\n\n备份文件在这里。\n\n"
            "## 恢复\n\n先停止服务。\n\n再复制文件。\n\n然后启动服务。\n\n完成\n"
        ),
    ],
)
def test_signs_come_back(text: str) -> None:
    assert damaged("utf8-as-gbk-kept-questioned", text) != text
    assert GUESSING.normalize(damaged("utf8-as-gbk-kept-questioned", text)) == text
