"""Small scenarios for concessions, loaded from text, so that they can be edited."""

from sim.loading import load_codings, load_scenario

#: A hires B; C must consent to the far place. Small enough to try every package.
HIRE = """
schema = 1
title = "Hiring"
question = "Do they agree?"
band = 0.05
direction_from = "nobody: made up"
size_from = "assumption: made up"

[protocol]
kind = "alternating"
order = ["ash", "birch"]
round_days = 3
horizon = 30

[issue.pay]
name = "pay"
[issue.pay.option]
low = { name = "low" }
mid = { name = "middle" }
high = { name = "high" }

[issue.place]
name = "place"
status_quo = "near"
[issue.place.option]
near = { name = "near" }
far = { name = "far", consent = { all_of = ["cedar"] } }

[party.ash]
name = "Ash"
principal = true
patience = [0.98, 0.99, 0.995]
demand.pay.weight = [0.4, 0.6, 0.8]
demand.pay.values = { low = 1, mid = 0.6, high = 0 }
demand.place.weight = [0.2, 0.4, 0.6]
demand.place.values = { near = 0.2, far = 1 }
red_line.pay.firmness = { mid = [0, 0.2, 0.5], high = [0.4, 0.7, 0.9] }
no_deal = { package = { pay = "mid", place = "near" }, shift = [-0.2, 0, 0.2], drift = 0 }

[party.birch]
name = "Birch"
principal = true
patience = [0.98, 0.99, 0.995]
demand.pay.weight = 0.7
demand.pay.values = { low = 0, mid = 0.5, high = 1 }
demand.place.weight = 0.3
demand.place.values = { near = 1, far = 0 }
red_line.pay.firmness = { low = [0.5, 0.8, 1] }
red_line.place.firmness = { far = [0.2, 0.6, 0.9] }
no_deal = { package = { pay = "mid", place = "far" }, shift = [-0.1, 0.1, 0.3], drift = 0 }

[party.cedar]
name = "Cedar"
patience = [0.99]
demand.pay.weight = 0.1
demand.pay.values = { low = 1, mid = 1, high = 1 }
demand.place.weight = 0.9
demand.place.values = { near = 1, far = 0 }
no_deal = { package = { pay = "low", place = "far" }, shift = [-0.1, 0.2], drift = 0 }
"""

CODINGS = """
[coding.plain]
says = "as it stands"

[coding.hard]
says = "Birch has somewhere else to go"
[coding.hard.party.birch.no_deal]
package = { pay = "high", place = "far" }
shift = [-0.1, 0.1]
"""

#: One offer, by the buyer or the seller. Both know the numbers but for a quiet concession.
SALE = """
schema = 1
title = "A sale"
question = "At what price?"
direction_from = "nobody: made up"
size_from = "assumption: made up"

[protocol]
kind = "final-offer"
order = ["seller", "buyer"]
round_days = 1
horizon = 10

[issue.price]
name = "price"
[issue.price.option]
low = { name = "low" }
mid = { name = "middle" }
high = { name = "high" }

[tactics]
opening = [0.01]
toughness = [1]
patience_spread = [1]

[party.seller]
name = "Seller"
principal = true
patience = [0.99]
demand.price.weight = 1
demand.price.values = { low = 0, mid = 0.5, high = 1 }
no_deal = { package = { price = "low" }, shift = 0, drift = 0 }

[party.buyer]
name = "Buyer"
principal = true
patience = [0.99]
demand.price.weight = 1
demand.price.values = { low = 1, mid = 0.5, high = 0 }
no_deal = { package = { price = "mid" }, shift = 0, drift = 0 }
"""


def written(folder, text, name="case"):
    place = folder / f"{name}.toml"
    place.write_text(text, encoding="utf-8")
    return place


def hire(folder, more=CODINGS):
    """The hiring case under its codings."""
    return load_codings(written(folder, HIRE + more, "hire"))


def sale(folder):
    """The sale, under its one coding."""
    return load_scenario(written(folder, SALE, "sale"))


#: Half of the buyers would take "high", which the seller asks for; all would take "middle".
ASKS_TOO_MUCH = (
    SALE.replace("mid = 0.5, high = 0 }", "mid = 0.5, high = 0.2 }")
    .replace("mid = 0.5, high = 1 }", "mid = 0.6, high = 1 }")
    .replace('price = "mid" }, shift = 0,', 'price = "high" }, shift = [-0.3, 0.3],')
)

#: Each refuses, firmly, what the other could sign.
ALL_FIRM = SALE.replace(
    "[party.buyer]",
    "[party.seller.red_line.price]\nfirmness = { low = 1, mid = 1 }\n\n[party.buyer]",
) + "red_line.price.firmness = { high = 1 }\n"  # fmt: skip
