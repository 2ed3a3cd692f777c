"""Chinese: what something is, is called, is for, consists of, does, and why."""

import re
from collections.abc import Iterator

from service.evaluation.proposals.chinese_clauses import (
    HAN,
    is_subject,
    leans,
    stands_alone,
    tight,
)
from service.evaluation.proposals.proposal import Found, Reading

_BRACKETS = r"(?: ?（[^（）]{1,60}）)?"
_IS = re.compile(
    rf"^(?P<subject>[^，。；：（）]{{2,24}}?){_BRACKETS}(?:，(?:又称|也称|简称)[^，。]{{2,16}}，)?"
    r"(?P<be>是指(?!令|标|南|数|针|示|导|向|定)|指的是|是一种|是一类|是一个|是一款|是一项|是一套|是一门|是一组|是一名|是一位|是一座|是)"
    r"(?P<what>[^；。]{5,90})。?$"
)
_NOUN_END = re.compile(
    r"(?:现象|方法|技术|过程|模型|指标|能力|单位|算法|系统|工具|机制|框架|数据集|任务|策略|问题|状态|指数|比例|程度|集合|"
    r"格式|结构|概念|理论|学科|组织|机构|公司|大学|城市|国家|语言|动物|植物|作品|小说|电影|歌曲|专辑|游戏|人物|家|者|员|"
    r"平均值?|均值|差值?|距离|概率|工程|建筑|山|河|湖|岛|县|镇|村|区|市|省|节日|疾病|物质|材料|设备|装置|函数|分布|参数|"
    r"手|运动|活动|比赛|项目|制度|协议|标准|规则|期刊|杂志|报纸|网站|软件|平台)$"
)
_PERSON = re.compile(
    r"(?:家|演员|歌手|政治人物|学者|教授|诗人|球员|运动员|导演|作家|记者|律师|将领|皇帝)$"
)
_VAGUE = re.compile(
    r"^(?:著名|细小|大型|小型|已|最|很|非常|更|比较|目前|常用|常见|关键|主要|重要|唯一|不|因为|由于|为了|为|由|在|从|对|先|把|用|否)"
)
_LATIN_AFTER = re.compile(
    rf"^(?P<subject>[{HAN[1:-1]}]{{2,12}}) ?（(?P<latin>[A-Z][A-Za-z]*(?:[ -][A-Za-z]+){{0,4}})）"
)
_LATIN_BEFORE = re.compile(
    rf"^(?P<latin>[A-Z][A-Za-z0-9-]{{1,14}}) ?（(?P<subject>{HAN}{{3,12}})）"
)
_ALSO = re.compile(
    rf"^(?P<subject>[^，。；：（）]{{2,20}}?){_BRACKETS}，?(?:又称为?|也称为?|又叫做?|也叫做?|又名|简称为?|被称为|称为|称作)"
    r"(?P<other>[“《]?[^，。；：（）的]{2,16}[”》]?)(?=[，。；]|$)"
)
_USED = re.compile(
    rf"^(?P<subject>[^，。；：（）]{{2,20}}?){_BRACKETS}(?:主要|一般|通常|常)?(?P<act>用于|用来|适用于)(?P<what>[^，。；]{{4,40}})"
)
_OF = re.compile(
    rf"^(?P<subject>[^，。；：（）的]{{2,20}}?){_BRACKETS}的(?P<what>目的|目标|作用|优点|缺点|原因|代价|好处|核心|特点|关键|"
    r"思路|做法|本质|首都|作者|创始人|前身|职责|含义|意思|公式|单位|来源|价值|瓶颈|前提)(?:就)?(?:是|在于)(?P<value>[^。；]{3,70})。?$"
)
_BECAUSE = re.compile(
    r"^(?P<claim>[^，。；：]{5,40})，(?:这)?(?:主要)?(?:是)?因为(?P<reason>[^。；]{6,80})(?:。|；|$)"
)
_SO = re.compile(
    r"^(?:由于|因为)(?P<reason>[^。；，]{5,60})，(?:所以|因此|因而)?(?P<claim>[^，。；]{5,40})(?:，|。|；|$)"
)
_PARTS = re.compile(
    r"^(?P<subject>[^，。；：（）]{2,24}?)(?:又|还|一般|通常|主要|可以|可)?"
    r"(?P<act>分为|分成|共有|有|包括|包含|由)"
    r"(?P<number>[二两三四五六七八九十])(?P<kind>[^，。；：组]{1,10}?)(?P<made>组成|构成)?：(?P<list>[^。：]{5,150})。?$"
)
_INCLUDES = re.compile(
    rf"^(?P<subject>[^，。；：（）]{{2,24}}?){_BRACKETS}(?:又|还|一般|通常|主要|可以|可)?(?P<act>包括|包含|分为|分成)(?P<list>[^，。；：\d]{{2,40}}(?:、|和|与)[^，。；：]{{2,30}})(?:。|；|$)"
)
_METHOD = re.compile(
    rf"^(?P<subject>[A-Z][\w+.-]*(?: [A-Z0-9][\w+.-]*){{0,2}}|{HAN}{{1,8}}(?:法|模型|机制|算法|"
    r"技术|策略|缓存|检查点|微调|累积|"
    r"量化|采样|解码|网络|损失|图谱|批处理|蒸馏|编码|训练|搜索|检索|合并|归一化|增强|早停|正则|"
    rf"卸载|剪枝)){_BRACKETS} ?"
    r"(?P<does>(?:把|将|用|让|通过|只(?!需|要|有|能|是)|保留|在(?!于)|根据|利用|先|为每|对每|以|保存|使(?!用))[^。]{8,90})。?$"
)


def defined(reading: Reading) -> Iterator[Found]:
    """`X是指…的现象`."""
    match = _IS.match(reading.text)
    if not match or not is_subject(tight(match["subject"])):
        return
    subject, be, what = tight(match["subject"]), match["be"], match["what"]
    first = re.split(r"[，：]", what)[0]
    if be == "是" and (not _NOUN_END.search(first) or len(first) < 7):
        return
    if _VAGUE.match(what) or leans(first) or ("的" in subject and be not in ("是指", "指的是")):
        return
    # Behind a complete noun phrase other things follow; an incomplete one needs its rest.
    whole = _NOUN_END.search(what) or not _NOUN_END.search(first)
    said = what if whole else first
    if len(said) < 6:
        return
    answers = (said.strip(),)
    question = f"{subject}是谁？" if _PERSON.search(first) else f"什么是{subject}？"
    yield Found("definition", question, answers, subject)


def expanded(reading: Reading) -> Iterator[Found]:
    """`弹性权重巩固（EWC）`."""
    match = _LATIN_AFTER.match(reading.text)
    if match and is_subject(match["subject"]):
        latin = match["latin"]
        kind = (
            "英文缩写"
            if re.fullmatch(r"[A-Za-z]*[A-Z][A-Za-z]*[A-Z]", latin) and len(latin) < 8
            else "英文名称"
        )
        yield Found("expansion", f"{match['subject']}的{kind}是什么？", (latin,), match["subject"])
    match = _LATIN_BEFORE.match(reading.text)
    if match and is_subject(match["subject"]) and re.search(r"[A-Z].*[A-Z]", match["latin"]):
        question = f"{match['latin']}的中文名称是什么？"
        yield Found("expansion", question, (match["subject"],), match["latin"])


def also_called(reading: Reading) -> Iterator[Found]:
    """`X又称Y`."""
    match = _ALSO.match(reading.text)
    if match and is_subject(tight(match["subject"]), reading.known):
        subject = tight(match["subject"])
        if not re.search(r"^(?:为|作|做)|由|在|用", match["other"]):
            yield Found("other_name", f"{subject}又称什么？", (match["other"].strip(),), subject)


def used_for(reading: Reading) -> Iterator[Found]:
    """`X用于Y`."""
    match = _USED.match(reading.text)
    if match and is_subject(tight(match["subject"]), reading.known) and not leans(match["what"]):
        subject = tight(match["subject"])
        asked = f"{subject}{match['act']}{'做什么' if match['act'] == '用来' else '什么'}？"
        yield Found("purpose", asked, (match["what"].strip(),), subject, "用于|用来|适用|适合|目的")


def attributed(reading: Reading) -> Iterator[Found]:
    """`X的目的是Y`."""
    match = _OF.match(reading.text)
    if (
        match
        and is_subject(tight(match["subject"]), reading.known)
        and not leans(match["value"][:12])
    ):
        subject, what = tight(match["subject"]), match["what"]
        value = match["value"].strip()
        first = value.split("，")[0]
        answers = tuple(dict.fromkeys((value, first) if len(first) > 3 else (value,)))
        yield Found("attribute", f"{subject}的{what}是什么？", answers, subject, what)


def because(reading: Reading) -> Iterator[Found]:
    """`A，因为B`."""
    match = _BECAUSE.match(reading.text) or _SO.match(reading.text)
    if not match or leans(match["reason"][:6]):
        return
    claim = tight(re.sub(r"（[^（）]*）", "", match["claim"]))
    if stands_alone(claim) and not re.search(r"因此|所以|不然", claim):
        asked = f"为什么{claim}？"
        yield Found("reason", asked, (match["reason"].strip(),), "", "因为|由于|原因|所以|因此")


def enumerated(reading: Reading) -> Iterator[Found]:
    """`X有三项技术：A、B和C`."""
    match = _PARTS.match(reading.text)
    if match and is_subject(tight(match["subject"]), reading.known):
        subject, number = tight(match["subject"]), match["number"]
        question = f"{subject}{match['act']}哪{number}{match['kind']}{match['made'] or ''}？"
        if not leans(question):
            yield Found("list", question, (match["list"].strip(),), subject)
        return
    match = _INCLUDES.match(reading.text)
    if match and is_subject(tight(match["subject"]), reading.known) and not leans(match["list"]):
        subject = tight(match["subject"])
        asked = f"{subject}{match['act']}{'哪些' if match['act'][0] == '包' else '什么'}？"
        if match["act"][0] == "分":
            asked = f"{subject}{match['act']}哪几种？"
        yield Found("list", asked, (match["list"].strip(),), subject)


def works(reading: Reading) -> Iterator[Found]:
    """`回放法保留一部分旧数据`: how a method works."""
    match = _METHOD.match(reading.text)
    if not match or not is_subject(tight(match["subject"]), reading.known):
        return
    subject, told = tight(match["subject"]), match["does"]
    first = re.split(r"[，；]", told)[0]
    if leans(first) or re.match(r"在.{0,12}(?:上|中|时|年|下|里)(?:，|$)", told):
        return
    other = re.match(r"[，；][A-Z]|；", told[len(first) :])
    said = (first,) if other else (told, first)
    answers = tuple(dict.fromkeys(a.strip() for a in said if len(a) >= 6))
    yield Found("function", f"{subject}是怎么做的？", answers, subject)
