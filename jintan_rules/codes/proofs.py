"""What proofs and tests find in a profile."""

from jintan_rules.codes.code import Code

CODES = (
    Code(
        "JR600",
        "条款从不适用",
        "a rule can never bind",
        "Mend applies_when or the filter; an enum has only the values declared.",
    ),
    Code(
        "JR601",
        "条款无法达标",
        "a rule can never be met",
        "Mend what it asks for; a bound may lie beyond what the vocabulary allows.",
    ),
    Code(
        "JR602",
        "条款必然达标",
        "a rule can never be broken",
        "Ask for something, or take the rule out.",
    ),
    Code(
        "JR603",
        "两条条款矛盾",
        "two rules contradict each other",
        "Mend one, or let their applies_when part them.",
    ),
    Code(
        "JR604",
        "条款已被另一条包含",
        "a rule says only what another says",
        "Take it out, or name the other in its implied_by if that is meant.",
    ),
    Code(
        "JR605",
        "版本之间有缺口",
        "two editions of a rule leave a gap",
        "Let each edition end the day before the next begins.",
    ),
    Code(
        "JR606",
        "版本重叠",
        "two editions of a rule overlap",
        "Let each edition end the day before the next begins.",
    ),
    Code(
        "JR607",
        "参数的从严方向有误",
        "a parameter loosens where it should tighten",
        "Turn stricter round, or mend the rule.",
    ),
    Code(
        "JR608",
        "标准整体无法达到",
        "no organisation can meet a profile as a whole",
        "Mend one of the rules named.",
    ),
    Code(
        "JR610",
        "条款放宽",
        "a rule lets through what the rule it stands for does not",
        "Ask for as much, or leave the rule that it replaces.",
    ),
    Code(
        "JR611",
        "条款被取消",
        "a rule is left out that nothing stands for",
        "Keep it, or let a rule as strict replace it.",
    ),
    Code(
        "JR612",
        "约束力降低",
        "a rule binds less than the one it stands for",
        "Give it the strength of that one.",
    ),
    Code(
        "JR613",
        "参数放宽",
        "a parameter is set less strictly than before",
        "Set it at least as strictly.",
    ),
    Code(
        "JR630",
        "用例文件不成立",
        "a file of conformance cases cannot be used",
        "Name its profile at the top, and write cases.",
    ),
    Code(
        "JR631",
        "用例重复",
        "a rule has two cases of one name",
        "Rename one, or keep one.",
    ),
    Code(
        "JR632",
        "规则缺少用例",
        "a rule lacks conformance cases",
        "Write the cases named, or excuse them with a reason.",
    ),
    Code(
        "JR633",
        "造不出所要的档案",
        "no record can be built as asked",
        "Ask for less, name another day, or set the parameters that the rule reads.",
    ),
    Code(
        "JR634",
        "缺少测试所需的软件包",
        "what testing needs is not installed",
        "Install it: pip install hypothesis pytest.",
    ),
)
