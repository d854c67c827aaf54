"""Chinese that was read as code pages of consoles, mail and other countries, and text of these countries itself."""

from __future__ import annotations

import random

import pytest

import damage
from textnorm.config import Config
from textnorm.pipeline import Normalizer

REPAIR = Normalizer(Config(profile="repair"))
SENTENCES = ("会议改到下午两点半，地点还是二楼的小会议室。", "院子里的老槐树下坐着几个下棋的老人。")
UTF8 = ("cp850", "cp852", "cp1256", "iso8859-2", "iso8859-15")
BROWSERS = ("cp1253-browser", "cp1257-browser", "cp1258-browser")
GBK = ("cp850", "cp866", "cp1258", "iso8859-15")


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("kind", [*(f"utf8-as-{one}" for one in (*UTF8, *BROWSERS)), *(f"gbk-as-{one}" for one in GBK)])
def test_what_lost_nothing_comes_back_whole(kind: str, sentence: str) -> None:
    assert REPAIR.normalize(damage.KINDS[kind](sentence, random.Random(0))) == sentence


@pytest.mark.parametrize("codec", ["iso8859-15", "cp850"])
def test_near_twins_of_other_codecs_are_told_by_their_own_letters(codec: str) -> None:
    sentence = "春天来了，早晨的空气很好，树上的鸟叫个不停。"
    assert REPAIR.normalize(sentence.encode().decode(codec)) == sentence


@pytest.mark.parametrize("text", ["二十一日，", "是两个", "一个具体", "论性质"])
def test_signs_of_one_codec_beside_controls_of_another_are_read_by_what_has_both(text: str) -> None:
    """Windows-1252 has the same signs as ISO 8859-15, at other bytes, but no such controls."""
    assert REPAIR.normalize(text.encode().decode("iso8859-15")) == text


@pytest.mark.parametrize(
    "text",
    [
        "Η σύνδεση απέτυχε: ΔΕΝ ΒΡΕΘΗΚΕ το αρχείο «ρυθμίσεις».",
        "Свързването е неуспешно: ФАЙЛЪТ НЕ Е НАМЕРЕН (ДИРЕКТОРИЯ).",
        "З'єднання не вдалося: ФАЙЛ НЕ ЗНАЙДЕНО, їжак, ґанок.",
        "Příliš žluťoučký kůň úpěl ďábelské ódy: SOUBOR NENALEZEN.",
        "Zażółć gęślą jaźń: NIE ZNALEZIONO PLIKU ŻÓŁĆ.",
        "Šešios žąsys su šešiais žąsyčiais: FAILAS NERASTAS ŽĄSŲ.",
        "Kết nối thất bại: KHÔNG TÌM THẤY tệp “cấu hình”.",
        "فشل الاتصال: الملف غير موجود، حاول مرة أخرى.",
        "ההתחברות נכשלה: הקובץ לא נמצא, נסו שוב.",
        "การเชื่อมต่อล้มเหลว: ไม่พบไฟล์ “ตั้งค่า”",
        "Bağlantı kurulamadı: DOSYA BULUNAMADI, ığdır, şöför, ÇĞİÖŞÜ.",
        "╔══════╦══════╗\n║ ÄÖÜß ║ éèàç ║\n╚══════╩══════╝ ½ ¼ ±",
    ],
    ids=ascii,
)
def test_text_of_the_countries_of_these_codecs_stays(text: str) -> None:
    result = REPAIR.trace(text)
    assert result.text == text
    assert not result.refused


def test_a_codec_that_is_seldom_mistaken_must_read_better() -> None:
    """The bytes of 行 in Big5, read as Windows-1252, are what Windows-1257 makes of 江."""
    assert REPAIR.normalize("行調".encode("big5").decode("cp1252")) != "江調"
