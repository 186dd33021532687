"""Invented names: frequent Chinese surnames and given names, joined by chance."""

from random import Random

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于"
    "杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷龙黎"
    "史陶贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
WOMEN = (
    "芳", "娜", "敏", "静", "丽", "艳", "娟", "霞", "秀英", "婷",
    "雪", "慧", "颖", "佳怡", "欣怡", "梦洁", "雨婷", "思琪", "晓燕", "玉兰",
    "丹丹", "文静", "嘉敏", "诗涵", "梓萱", "晨曦", "若曦", "依依", "佩珊", "海燕",
    "春梅", "倩倩", "莉莉", "珊珊", "晓雯", "怡君", "雅琴", "美玲", "淑贞", "可心",
)  # fmt: skip
MEN = (
    "伟", "强", "磊", "军", "洋", "勇", "杰", "涛", "超", "明",
    "刚", "平", "鹏", "辉", "浩", "志强", "建华", "文杰", "俊杰", "宇航",
    "浩然", "子轩", "家豪", "一鸣", "天宇", "国栋", "晓东", "海涛", "志远", "子涵",
    "思远", "博文", "立新", "永康", "振宇", "嘉诚", "明哲", "启航", "少华", "成龙",
)  # fmt: skip


def invented_name(rng: Random, *, woman: bool) -> str:
    """A surname and a given name; two employees may well share one, as in life."""
    return rng.choice(SURNAMES) + rng.choice(WOMEN if woman else MEN)
