"""The rules of escapes left in plain text."""

from __future__ import annotations

from textnorm.rules import Rule, register

__all__ = ["BYTES", "MARKUP", "NAMED", "NUMERIC", "PERCENT", "QUOTED", "RULES", "UNICODE", "WORD"]

NUMERIC, NAMED, MARKUP, UNICODE, PERCENT = "ESC001", "ESC002", "ESC003", "ESC004", "ESC005"
BYTES, QUOTED, WORD = "ESC006", "ESC007", "ESC008"

RULES = (
    register(
        Rule(
            NUMERIC,
            "numeric-reference",
            "A number from an HTML page stands where its character should.",
            examples=(
                ("她是&#20013;&#x56fd;人。", "她是中国人。"),
                ("书名&amp;#12298;春&amp;#12299;", "书名《春》"),
                ("&#26149&#22825", "春天"),
            ),
            negatives=("中的字符引用是 &#20013; 这样写。", "<p>&#20013;&#22269;</p>", 's = "&#20013;&#22269;";'),
        )
    ),
    register(
        Rule(
            NAMED,
            "named-entity",
            "The name of a character from an HTML page stands where the character should.",
            examples=(("他说：&ldquo;好&hellip;&hellip;&rdquo;", "他说：“好……”"), ("目录&amp;nbsp;一", "目录\u00a0一")),
            negatives=("空格写作 `&nbsp;` 即可。", "<p>目录&nbsp;一</p>", "HTML 用&nbsp;表示空格。"),
        )
    ),
    register(
        Rule(
            MARKUP,
            "escaped-markup-sign",
            "An escaped sign of HTML is often left over, but as often the text speaks of HTML.",
            safe=False,
            examples=(("《动&amp;静》", "《动&静》"), ("气温&lt;5度", "气温<5度")),
            negatives=("'&amp;' 和 '&lt;' 会被转义。", "见 https://example.com/?a=1&amp;b=2 。"),
        )
    ),
    register(
        Rule(
            UNICODE,
            "unicode-escape",
            "A program's escape stands where the character should.",
            examples=((r"提示：\u767b\u5f55\u6210\u529f", "提示：登录成功"), (r"野\ud842\udfb7家", "野𠮷家")),
            negatives=('s = "\\u4e2d\\u6587"', r"汉字用 [\u4e00-\u9fa5] 匹配。", r"中的转义是 \u4e2d 。"),
        )
    ),
    register(
        Rule(
            PERCENT,
            "percent-encoding",
            "Text was copied from a link and still has the bytes of its characters escaped.",
            examples=(("请搜索%E4%B8%AD%E6%96%87", "请搜索中文"), ("软件%CF%C2%D4%D8", "软件下载")),
            negatives=("https://example.com/%E4%B8%AD%E6%96%87", "/wiki/%E4%B8%AD%E6%96%87", "降了 5%E4 还多"),
        )
    ),
    register(
        Rule(
            BYTES,
            "byte-escape",
            "A program wrote the bytes of the characters as numbers, because it did not know their encoding.",
            examples=(
                (r"日志：\xe7\x99\xbb\xe5\xbd\x95\xe6\x88\x90\xe5\x8a\x9f", "日志：登录成功"),
                (r'modified:   "\347\233\256\345\275\225.md"', 'modified:   "目录.md"'),
            ),
            negatives=(r's = b"\xe4\xb8\xad\xe6\x96\x87"', r"用 [\xe4-\xe9][\x80-\xbf]{2} 匹配。", r"caf\xe9"),
        )
    ),
    register(
        Rule(
            QUOTED,
            "quoted-printable",
            "Text was taken out of an e-mail without undoing the encoding in which it travelled.",
            examples=(
                ("=E6=98=8E=E5=A4=A9=E5=BC=80=E4=BC=9A=E3=80=82", "明天开会。"),
                ("=C3=F7=CC=EC=\n=BF=AA=BB=E1=A1=A3", "明天开会。"),
            ),
            negatives=(
                "Content-Transfer-Encoding: quoted-printable\n\n=E6=98=8E=E5=A4=A9=E5=BC=80=E4=BC=9A",
                "https://example.com/?q=E4=B8=AD",
                "`=E6=98=8E=E5=A4=A9`",
            ),
        )
    ),
    register(
        Rule(
            WORD,
            "encoded-word",
            "A header was taken out of an e-mail without undoing the encoding in which it travelled.",
            examples=(
                ("Subject: =?utf-8?B?5byA5Lya6YCa55+l?=", "Subject: 开会通知"),
                ("Subject: =?gb2312?Q?=BF=AA=BB=E1?=\n =?gb2312?Q?=CD=A8=D6=AA?=", "Subject: 开会通知"),
            ),
            negatives=(
                "写成 `=?utf-8?B?5byA5Lya?=` 的样子。",
                's = "=?utf-8?B?5byA5Lya?="',
                "Subject: =?utf-8?Q?caf=C3=A9?=",
            ),
        )
    ),
)
