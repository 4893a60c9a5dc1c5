"""The results of a benchmark: medians and ranges, table, JSON, plot, comparison with others. Needs nothing but Python.

Things are measured in turn, round after round. What to compare are ratios, each taken within a round, of which more is better: absolute figures differ by machine and by
the hour.
"""

import html
import json
import statistics

TOLERANCE = 0.9
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#5A5A5A")


class Results:
    """Takes what each round gives."""

    def __init__(self):
        self.measurements, self.ratios, self.notes = {}, {}, []

    def measured(self, what, value, unit, aim=None):
        """`aim`: such as ('>=', 2000)."""
        self.measurements.setdefault(what, {"unit": unit, "aim": aim, "rounds": []})["rounds"].append(value)

    def ratio(self, what, value, aim=None):
        """Of which more is better, within the round. `aim` as above."""
        self.ratios.setdefault(what, {"unit": "", "aim": aim, "rounds": []})["rounds"].append(value)

    def note(self, text):
        if text not in self.notes:
            self.notes.append(text)

    def summary(self, head):
        measured, ratios = ({what: spread(each) for what, each in part.items()} for part in (self.measurements, self.ratios))
        return {**head, "measured": measured, "ratios": ratios, "notes": self.notes}


def spread(each):
    values = each["rounds"]
    return {"unit": each["unit"], "aim": each["aim"], "median": statistics.median(values), "least": min(values), "most": max(values), "rounds": values}


def problem(results):
    """What keeps a JSON value from being results of ours; None if nothing does."""
    kinds = {"machine": dict, "rounds": int, "measured": dict, "ratios": dict, "notes": list}
    for key, kind in kinds.items():
        if not isinstance(results, dict) or not isinstance(results.get(key), kind):
            return f"it has no '{key}', as the results of this benchmark have"
    for what, each in (results["measured"] | results["ratios"]).items():
        if not isinstance(each, dict) or not all(isinstance(each.get(key), (int, float)) for key in ("median", "least", "most")):
            return f"'{what}' has no median, least and most"
    return None


def shown(value):
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def met(each):
    if not each["aim"]:
        return ""
    sign, bound = each["aim"]
    good = each["median"] >= bound if sign == ">=" else each["median"] <= bound
    return f"{sign} {shown(bound)}: {'yes' if good else '**no**'}"


def table(results):
    machine = results["machine"]
    lines = [
        f"{machine['processor']}, {machine['cores']} cores: {', '.join(machine['instructions'])}; --isa {machine['isa']}; load {machine['load']} in the minute before",
        f"{results['rounds']} rounds; median (least to most)",
        "",
        "| | | | aim |",
        "|---|---|---|---|",
    ]
    for name, part in (("{}", results["measured"]), ("**{}**", results["ratios"])):
        for what, each in part.items():
            lines.append(f"| {name.format(what)} | {shown(each['median'])} ({shown(each['least'])} to {shown(each['most'])}) | {each['unit']} | {met(each)} |")
    return "\n".join(lines + [""] + [f"- {note}" for note in results["notes"]])


def written(results):
    """JSON, a thing in one line."""

    def rounded(value):
        if isinstance(value, float):
            return float(f"{value:.5g}")
        if isinstance(value, dict):
            return {key: rounded(each) for key, each in value.items()}
        return [rounded(each) for each in value] if isinstance(value, (list, tuple)) else value

    parts = []
    for key, value in rounded(results).items():
        if key in ("measured", "ratios") and value:
            inner = ",\n".join(f"    {json.dumps(name)}: {json.dumps(each)}" for name, each in value.items())
            parts.append(f"  {json.dumps(key)}: {{\n{inner}\n  }}")
        else:
            parts.append(f"  {json.dumps(key)}: {json.dumps(value)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def compared(results, baseline):
    """A sentence for each of the baseline's ratios that fell by more than a tenth, or that is missing; those of parts that were not asked for are left out."""
    fallen = []
    for what, before in baseline["ratios"].items():
        now = results["ratios"].get(what)
        if now is None:
            if what not in results.get("notAskedFor", []):
                fallen.append(f"{what}: the baseline has it, and this run does not")
        elif now["median"] < TOLERANCE * before["median"]:
            part = 100 * (1 - now["median"] / before["median"])
            fallen.append(f"{what}: {shown(now['median'])}, {part:.0f}% less than the baseline's {shown(before['median'])}")
    return fallen


def plot(results):
    """The ratios as bars, with their ranges and aims; each on a scale of its own, since some are of tens and some of parts of one."""
    width, left, height = 860, 330, 30
    parts = []
    for index, (what, each) in enumerate(results["ratios"].items()):
        bound = each["aim"][1] if each["aim"] else 0
        scale = (width - left - 110) / (max(each["most"], bound) or 1)
        y = 40 + index * height
        middle = y + 10
        parts.append(f'<text x="{left - 10}" y="{middle + 4}" text-anchor="end">{html.escape(what)}</text>')
        parts.append(f'<rect x="{left}" y="{y}" width="{each["median"] * scale:.1f}" height="20" fill="{COLOURS[index % len(COLOURS)]}"/>')
        parts.append(f'<path d="M{left + each["least"] * scale:.1f} {middle}H{left + each["most"] * scale:.1f}" stroke="#222" stroke-width="2"/>')
        if bound:
            parts.append(f'<path d="M{left + bound * scale:.1f} {y - 3}v26" stroke="#222" stroke-dasharray="3 2"/>')
        parts.append(f'<text x="{width - 100}" y="{middle + 4}">{shown(each["median"])}{" (aim " + shown(bound) + ")" if bound else ""}</text>')
    machine = results["machine"]
    title = f"{machine['processor']}, {machine['cores']} cores, --isa {machine['isa']}; dashed: the aim"
    bottom = 40 + len(results["ratios"]) * height + 16
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {bottom}" font-family="sans-serif" font-size="12">'
        f'<rect width="{width}" height="{bottom}" fill="#fff"/><text x="20" y="22" font-weight="bold">{html.escape(title)}</text>{"".join(parts)}</svg>\n'
    )
