"""Surnames that are written with an ambiguous character, and other places where one character has two readings.

The pattern cases are surname by frame; a few may fail, their number may not grow.  The ordinary uses of the same
characters are cases of their own: a surname must not cost them anything.
"""

from __future__ import annotations

import pytest

from textnorm.script import convert

#: Surnames with their Traditional form.
SURNAMES = [
    ("余", "余"),
    ("于", "于"),
    ("范", "范"),
    ("姜", "姜"),
    ("钟", "鍾"),
    ("叶", "葉"),
    ("万", "萬"),
    ("云", "雲"),
    ("谷", "谷"),
    ("游", "游"),
    ("岳", "岳"),
    ("沈", "沈"),
    ("向", "向"),
    ("曲", "曲"),
]

#: Where a surname stands: the frame in Simplified and in Traditional.
FRAMES = [
    ("来的是，{}先生。", "來的是，{}先生。"),
    ("{}委员说，下次再谈。", "{}委員說，下次再談。"),
    ("主席：请{}委员发言。", "主席：請{}委員發言。"),
    ("昨天我见到{}教授了", "昨天我見到{}教授了"),
    ("谢谢{}女士和{}先生的帮助", "謝謝{}女士和{}先生的幫助"),
    ("院长是{}文杰，她是{}小梅。", "院長是{}文傑，她是{}小梅。"),
    ("{}建国、{}志明与李国强", "{}建國、{}志明與李國強"),
    ("我姓{}，叫{}美玲", "我姓{}，叫{}美玲"),
    ("主任{}志伟表示同意", "主任{}志偉表示同意"),
    ("听说{}老师退休了", "聽說{}老師退休了"),
]
FRAMES_WRONG = 0

#: The ordinary uses.
ORDINARY = [
    ("余下的钱存进余额", "餘下的錢存進餘額"),
    ("其余的人先走", "其餘的人先走"),
    ("剩余五十余人", "剩餘五十餘人"),
    ("业余爱好者", "業餘愛好者"),
    ("于是他回家了", "於是他回家了"),
    ("由于下雨，活动取消", "由於下雨，活動取消"),
    ("位于山脚下", "位於山腳下"),
    ("生于一九八〇年", "生於一九八〇年"),
    ("对于委员会的建议", "對於委員會的建議"),
    ("关于教授法的讨论", "關於教授法的討論"),
    ("于明年三月实施", "於明年三月實施"),
    ("大于小数点后两位", "大於小數點後兩位"),
    ("终于先说明了理由", "終於先說明了理由"),
    ("不要求助于小张", "不要求助於小張"),
    ("工作范围很大", "工作範圍很大"),
    ("这是一个范例", "這是一個範例"),
    ("师范大学的学生", "師範大學的學生"),
    ("切几片生姜", "切幾片生薑"),
    ("姜茶可以驱寒", "薑茶可以驅寒"),
    ("姜和蒜都要切碎", "薑和蒜都要切碎"),
    ("墙上的钟表停了", "牆上的鐘錶停了"),
    ("等了三分钟", "等了三分鐘"),
    ("钟响了三下", "鐘響了三下"),
    ("五点钟先吃饭", "五點鐘先吃飯"),
    ("树叶落了一地", "樹葉落了一地"),
    ("稻谷先晒干", "稻穀先曬乾"),
    ("山谷里有雾", "山谷裡有霧"),
    ("游客去游泳", "遊客去游泳"),
    ("旅游委员会", "旅遊委員會"),
    ("万一下雨呢", "萬一下雨呢"),
    ("云朵飘过", "雲朵飄過"),
    ("一首歌曲", "一首歌曲"),
    ("他走了以后先打电话", "他走了以後先打電話"),
    ("干部先生产后生活", "幹部先生產後生活"),
    ("只有先生知道", "只有先生知道"),
    ("里长先生", "里長先生"),
    ("表先生成再填", "表先生成再填"),
    ("面向先生提问", "面向先生提問"),
    ("公里委员", "公里委員"),
    ("系主任说", "系主任說"),
]

#: What is dry and what is done.
DRY = [
    ("头发干了", "頭髮乾了"),
    ("衣服干了。", "衣服乾了。"),
    ("毛巾还没干", "毛巾還沒乾"),
    ("油漆干了以后再刷一遍", "油漆乾了以後再刷一遍"),
    ("地板干了吗？", "地板乾了嗎？"),
    ("把手擦干", "把手擦乾"),
    ("嘴唇干了", "嘴唇乾了"),
    ("这件事是他干的", "這件事是他幹的"),
    ("他干了一件好事", "他幹了一件好事"),
    ("我不想干了", "我不想幹了"),
    ("你在干什么", "你在幹什麼"),
    ("他们干了三年", "他們幹了三年"),
    ("他干得很好", "他幹得很好"),
    ("这与你不相干", "這與你不相干"),
]

#: Words of two senses, with the vocabulary of Taiwan.
SENSES = [
    ("攻击对象", "對象"),
    ("结婚对象", "對象"),
    ("研究对象", "對象"),
    ("调查对象以学生为主", "對象"),
    ("他找到对象了", "對象"),
    ("保护对象包括妇女和儿童", "對象"),
    ("批评的对象是政府", "對象"),
    ("服务对象", "對象"),
    ("创建对象时调用构造函数", "物件"),
    ("这个方法返回一个对象", "物件"),
    ("面向对象的语言", "物件"),
    ("对象的属性与方法", "物件"),
]


def wrong_frames() -> list[tuple[str, str]]:
    """Return (converted, expected) of the frames that come out wrong."""
    pairs = [
        (convert(before.replace("{}", own), to="zh-TW"), after.replace("{}", form))
        for own, form in SURNAMES
        for before, after in FRAMES
    ]
    return [(found, expected) for found, expected in pairs if found != expected]


def test_surnames() -> None:
    wrong = wrong_frames()
    assert len(wrong) <= FRAMES_WRONG, wrong


@pytest.mark.parametrize(("text", "expected"), [*ORDINARY, *DRY])
def test_other_uses(text: str, expected: str) -> None:
    assert convert(text, to="zh-TW") == expected


@pytest.mark.parametrize(("text", "expected"), SENSES)
def test_senses(text: str, expected: str) -> None:
    assert expected in convert(text, to="zh-TW", vocabulary=True)
