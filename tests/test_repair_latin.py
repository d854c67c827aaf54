"""UTF-8 read as Latin-1 or Windows-1252: what comes back exactly, and what is somebody's text or another codec."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textnorm.config import Config
from textnorm.repair import latin
from textnorm.repair.latin_bytes import read_runs, to_bytes
from textnorm.repair.latin_judge import _config
from textnorm.rules import get_rule
from textnorm.trace import Change, Trace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CONFIG = Config(profile="repair")

CHINESE = [
    "你好",
    "山路",
    "这条巷子一共住着十一户人家。",
    "她问：“明天还来吗？”——没有人答应……",
    "第3章 PageRank 的收敛性（证明见附录A）",
    "會議室裡只剩下兩個人，窗外的雨越下越大。",
    "他姓鎔，名𠮷；生于1902年·卒年不详",
    "版本2.0已发布，下载：example.com/下载，大小约30 MB",
    "今日は図書館で本を読みました。",
    "오늘은 도서관에서 책을 읽었습니다.",
    "太棒了😀👍🏽，明天再约！",
]
EUROPEAN = [
    "L’élève a déjà mangé à midi — « très bien », dit-elle.",
    "Où est passé le cœur de l’œuvre ? Là-bas, près du château.",
    "Die Straße führt über zwölf große Brücken nach Köln.",
    "Los niños soñaban con un cañón; ¿por qué? ¡Qué pregunta!",
    "Não há manhã sem pão; ações e corações, São João.",
    "Però la città è così: più là che qua, perché sì.",
    "Små grønne æbler på øen, og en å ved gården.",
    "Älven är så här års både bred och kall på våren.",
    "Hann á þrjá hesta, og þeir éta ísúrað hey á kvöldin.",
    "Zażółć gęślą jaźń, a źródło jest koło łąki.",
    "Příliš žluťoučký kůň úpěl ďábelské ódy u řeky.",
    "Árvíztűrő tükörfúrógép, és egy bőgő hölgy.",
    "Ţara şi oraşul: învăţătorul încă așteaptă o știre.",
    "Türkçede ığüşöç harfleri vardır; İstanbul’da yağmur var.",
    "Tiếng Việt có nhiều dấu: ngã, hỏi, sắc, huyền, nặng.",
    "Чёрный кот сидит на крыше и смотрит на звёзды.",
    "Η γάτα κάθεται στη στέγη και κοιτάζει τ’ αστέρια.",
    "© 2024 – 20 °C ± 0,5 · £5 ≈ €6 ½",
]


def latin_1(text: str) -> str:
    return text.encode().decode("latin-1")


def windows_1252(text: str) -> str:
    """Read UTF-8 as browsers read Windows-1252, where the five open places are C1 controls."""
    return "".join(
        bytes((byte,)).decode("cp1252" if byte not in b"\x81\x8d\x8f\x90\x9d" else "latin-1") for byte in text.encode()
    )


DAMAGE: dict[str, Callable[[str], str]] = {
    "latin-1": latin_1,
    "windows-1252": windows_1252,
    "latin-1 twice": lambda text: latin_1(latin_1(text)),
    "windows-1252 twice": lambda text: windows_1252(windows_1252(text)),
    "latin-1, then windows-1252": lambda text: windows_1252(latin_1(text)),
    "windows-1252, then latin-1": lambda text: latin_1(windows_1252(text)),
    "three times": lambda text: windows_1252(windows_1252(windows_1252(text))),
}

UNTOUCHED = [
    "",
    "plain ASCII",
    *CHINESE,
    *EUROPEAN,
    # letters and signs that also are lead and continuation bytes
    "Château, naïve façade, São Paulo, Ångström, â, Ã",
    "nǐ hǎo, lǜ sè de shān; [ɹɪˈflɛkʃən]",
    "CAFÉ™ — «CAFÉ» — “LE CAFÉ” — „Å“",
    "the café”—she said; é…; déjà…",
    "un café», dit-il; à « Paris »",
    "“BOA MANHÃ”, disse; AMANHÃ…",
    "PÅ” och NÄ… men JÄ’s",
    "30×40×50 cm，×××先生，20°C，±5%，§3",
    "5\u00a0Å\u00a0wide, Å\u00a0gjøre",
    "a\x85b\x85c",
    # shown on purpose
    "把“Ã©”看成一个字母",
    "乱码通常是“ä½\xa0å¥½”这样的",
    "法文的 é 会显示为 “Ã©” 或 Ã¨” 或 “Ã§”，说明编码错了。",
    "ä¸\xadæ–‡ = 中文",
    '运行 `fix("Ã©tÃ©")` 看看',
    'Mojibake such as "Ã©" comes of a wrong charset.',
    # GBK, Big5 and EUC-KR read as Latin-1
    "½âÂë",
    "ÖÐÎÄ×Ö·û",
    "Ã¿Ìì",
    "°æÈ¨ËùÓÐ &copy; 2001",
    "¤¤¤å¦r¤¸",
    "ÇÑ±¹¾î",
]

LINES = [
    # one damaged run in a clean line, in every direction
    ("他在cafÃ©里等她", "他在café里等她"),
    ("克里斯蒂娜Â·罗塞蒂", "克里斯蒂娜·罗塞蒂"),
    ("他说ï¼š“好”ã€‚", "他说：“好”。"),
    ("“ä½\xa0å¥½”", "“你好”"),
    ("donâ€™t, itâ€™s â€œfineâ€\x9d", "don’t, it’s “fine”"),
    ("Ele Ã© bom", "Ele é bom"),
    ("klarte ikke Ã¥ slippe", "klarte ikke å slippe"),
    ("sprawdzenie siÄ™ uda", "sprawdzenie się uda"),
    ("Â© 2019 公司", "© 2019 公司"),
    ("\u00ef\u00bb\u00bf标题", "\ufeff标题"),
    ("ðŸ˜€ 早", "😀 早"),
    ("commitÃ©Â\xa0Â», Ã©tÃ©", "commité\xa0», été"),
    # damage inside data, markup and comments
    ('{"title": "æ˜¥å¤©", "n": 1}', '{"title": "春天", "n": 1}'),
    ("<p>æ˜¥å¤©</p>", "<p>春天</p>"),
    ("x = 1  # æ˜¥å¤©", "x = 1  # 春天"),
    # a byte A0 that became a space, only inside Chinese
    ("ä½ å¥½", "你好"),
    ("ä½ å¥½ï¼Œæ„Ÿè°¢ä½ ", "你好，感谢你"),
    # runs of different depth side by side
    ("ä¸\xadÃ¦â€“â€¡ è¯»Ã¤Â¹Â¦", "中文 读书"),
    # Windows-1252 read as Latin-1
    ("It\x92s \x93fine\x94 \x96 isn\x92t it?", "It’s “fine” – isn’t it?"),
]

LOST = [
    ("sheâ€™s â€œhappyâ€? and â€œmerryâ€™", ("”", "‐")),
    ("â€œHello thereâ€", ("”", "‐")),
    ("sheâ€™s â€œhappyâ€?", ("”", "‐")),
    ("sheâ€™s â€œhappyâ€\ufffd", ("”", "‐")),
]


def changes(text: str) -> list[Change]:
    return list(latin.find(text, CONFIG))


def fix(text: str) -> str:
    return Trace(text, [change for change in changes(text) if change.after is not None]).target


@pytest.mark.parametrize("name", DAMAGE)
@pytest.mark.parametrize("sentence", [*CHINESE, *EUROPEAN])
def test_sentences_come_back_exactly(sentence: str, name: str) -> None:
    assert fix(DAMAGE[name](sentence)) == sentence


@pytest.mark.parametrize("name", DAMAGE)
def test_one_damaged_line_in_a_clean_file(name: str) -> None:
    clean, damaged = "春江潮水连海平，海上明月共潮生。", CHINESE[3]
    text = f"{clean}\n{DAMAGE[name](damaged)}\n{EUROPEAN[0]}"
    assert fix(text) == f"{clean}\n{damaged}\n{EUROPEAN[0]}"
    assert all(len(clean) < change.start <= change.end < len(text) - len(EUROPEAN[0]) for change in changes(text))


@pytest.mark.parametrize(("before", "after"), LINES)
def test_repaired_by_run(before: str, after: str) -> None:
    assert fix(before) == after
    assert changes(after) == []


@pytest.mark.parametrize("text", UNTOUCHED)
def test_untouched(text: str) -> None:
    assert changes(text) == []


@pytest.mark.parametrize(("text", "candidates"), LOST)
def test_a_lost_byte_is_reported_with_candidates(text: str, candidates: tuple[str, ...]) -> None:
    refused = [change for change in changes(text) if change.after is None]
    assert [(change.rule, change.candidates) for change in refused] == [("MOJ004", candidates)]


@pytest.mark.parametrize("sentence", CHINESE[2:8])
@pytest.mark.parametrize("codec", ["gbk", "gb18030", "big5hkscs"])
def test_other_codecs_read_as_latin_1_are_left_for_those_who_know_them(sentence: str, codec: str) -> None:
    assert changes(sentence.encode(codec, "ignore").decode("latin-1")) == []


def test_real_snippets_of_other_codecs_are_unchanged(shared_data: Path) -> None:
    path = shared_data / "mojibake" / "real-snippets.json"
    snippets = json.loads(path.read_text(encoding="utf-8"))
    assert [one["text"] for one in snippets if changes(one["text"])] == []
    assert changes(path.read_text(encoding="utf-8")) == []


def test_an_edit_covers_the_damaged_run_and_nothing_else() -> None:
    text = "今天去cafÃ©，明天再说。"
    (change,) = changes(text)
    assert (text[change.start : change.end], change.after, change.rule) == ("Ã©", "é", "MOJ001")


def test_ftfy_may_only_undo_encodings() -> None:
    settings = _config()._asdict()
    assert [name for name, value in settings.items() if value is True] == ["fix_encoding"]
    assert settings["normalization"] is None


def test_ftfy_is_only_loaded_for_doubtful_runs() -> None:
    code = (
        "import sys; from textnorm.config import Config; from textnorm.repair import latin; c = Config()\n"
        "list(latin.find('São Paulo, «é», 春眠不觉晓 æ˜¥å¤© cafÃ©', c)); print('ftfy' in sys.modules)\n"
        "list(latin.find('Å‚adny kot', c)); print('ftfy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


def test_every_rule_that_writes_is_safe() -> None:
    assert all(get_rule(rule.code).safe for rule in latin.RULES)


@given(st.text(st.characters(codec="utf-8", min_codepoint=0x20), max_size=30))
def test_a_run_encodes_back_to_what_it_was(text: str) -> None:
    """What is written in place of a run is what its bytes say, and nothing else."""
    for damage in (latin_1, windows_1252):
        for run in read_runs(damage(text)):
            data = to_bytes(run.before.replace(" ", "\u00a0"))
            assert data is not None
            assert run.readings[0].encode() == data


@pytest.mark.parametrize(
    "unit", ["Ã©", "Ã ", "aÃ©", "ä½ ", "â€?", "Å‚ a", "Ä…”", "½âÂë ", "«á»—", "`Ã©` ", "Ð¿Ð¾ ", "\x93ab ", "Ã©\n", "ƒÂ"]
)
def test_adversarial_length_raises_nothing(unit: str) -> None:
    for text in (unit * 3000, unit * 3000 + "é", "“" + unit * 3000):
        assert fix(fix(text)) == fix(text)


def test_a_text_misread_many_times_shrinks_to_what_it_was() -> None:
    text = "春"
    for _ in range(12):
        text = latin_1(text)
    assert fix(text) == "春"


PIECES = [
    *(
        "Ã©",
        "Ã",
        "Â",
        "©",
        "ä¸\xad",
        "æ–‡",
        "ä½ å¥½",
        "ä½\xa0",
        "å¥½",
        "â€œ",
        "â€",
        "â€?",
        "\x9d",
        "\x93",
        "\x92",
        "Å‚",
        "Ä…",
    ),
    *(
        "é”—",
        "ÃƒÂ©",
        "½âÂë",
        "Ã¿",
        "Â·",
        "ðŸ˜€",
        "ï»¿",
        "Ð¿Ð¾",
        "ÐºÐ¾Ñ‚",
        "\ufffd",
        "?",
        "“",
        "”",
        "«",
        "»",
        "é",
        "à",
        "a",
        "b",
    ),
    *("中", "文", "。", " ", "\xa0", "\n", "`", '"', "(", ")", "编码", "3", "MANHÃ"),
]
texts = st.one_of(st.lists(st.sampled_from(PIECES), max_size=10).map("".join), st.text(max_size=20))


@given(texts)
def test_find_settles(text: str) -> None:
    """A step finds nothing more to change on its own output, and its changes ascend without overlap."""
    found = changes(text)
    for one, other in pairwise(found):
        assert one.end <= other.start
    assert [change for change in changes(fix(text)) if change.after is not None] == []


@given(st.text("这条巷子一共住着十一户人家。“”，abc 12·é", min_size=1, max_size=30))
def test_nothing_is_asserted_that_was_not_there(text: str) -> None:
    """A run may be left alone, but what is written in place of one is what was damaged."""
    for damage in (latin_1, windows_1252):
        damaged = damage(text)
        found = [change for change in changes(damaged) if change.after is not None]
        assert [damage(change.after or "") for change in found] == [damaged[one.start : one.end] for one in found]
