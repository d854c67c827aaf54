"""Texts that hypothesis makes: everything a normalizer may meet, rich in what triggers its steps."""

from __future__ import annotations

from hypothesis import strategies as st

HAN = "中文这這个個经經济濟学學数數据據地当當为為技术術的一是不后後里裡干乾只隻发發台臺着著"
MARKS = "，。！？；：、（）“”‘’《》「」…—·・,.!?;:()'\"-～％＋"
LATIN = "aAbBzZ019 café naïve Ã©â€œä¸­æ–‡"
PINYIN = ["(jīng)", "(jì)", "?shù)", "?qū)", "(de)", "(huì )", "g(shù)", "?！", "?!"]
ESCAPES = ["&nbsp;", "&amp;", "&amp;amp;", "&#20013;", "&#x4e2d;", "\\u4e2d\\u6587", "%E4%B8%AD", "</p>", "<br>", "<b>"]
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u202e\u2066\u0000\u0007\u007f\u0085\u2028\u000b"
FORMS = "ＡＢ１２　ｶﾞ｡｢⼈⾦⺠\uf900金\u0301e\u0308がか\u3099㎏①"
CODE = ["https://例子.cn/路径?a=1,b", "a@b.cn", "`x,y`", "```\n代码,x\n```", "3.14", "10:30", "f(x)", "C:\\数据\\a.txt"]
WIDE = [
    "\U00020000",
    "😀",
    "👨\u200d👩\u200d👧",
    "\ud800",
    "\udcff",
    "\ud83d\ude00",
    "한국",
    "العربية",
    "\ue000",
    "\U0010ffff",
]

fragments = st.one_of(
    st.text(HAN, min_size=1, max_size=6),
    st.text(MARKS, min_size=1, max_size=3),
    st.text(LATIN, min_size=1, max_size=5),
    st.text(INVISIBLE, min_size=1, max_size=2),
    st.text(FORMS, min_size=1, max_size=3),
    st.sampled_from([" ", "  ", "\t", "\n", "\r\n", "\n\n\n\n", *PINYIN, *ESCAPES, *CODE, *WIDE]),
)

#: Any text, but mostly Chinese with damage in it.
texts = st.one_of(st.lists(fragments, max_size=14).map("".join), st.text(max_size=30))

#: Any text that UTF-8 can hold.
encodable_texts = texts.map(lambda text: text.encode("utf-8", "ignore").decode())
