"""The bank from Kelso's offer to the moment Shiherlis reaches the car: figures, deeds, and states at contact."""

from __future__ import annotations

from second_transcription.bank_order import BEATS, PAIRS, PARALLEL
from second_transcription.records import Alternate, Deed, End, Heist, Number, Vague

__all__ = ["BANK"]

NUMBERS = (
    Number(
        "offered_take",
        "$10M",
        ("S000:8843", "S002:6050", "S003:5711"),
        "least that Kelso's job brings, as Nate puts it",
        bound=">=",
    ),
    Number("vault_on_some_days", "$10M", ("S003:7999",), "least that the bank then holds", bound=">="),
    Number(
        "alarm_off_before",
        "15 min",
        ("S003:8306",),
        "how long before they come Kelso can make the alarm shut itself down; the deed itself is not told",
    ),
    Number("employees_to_raise_alarm", "1", ("S003:8105",), "Neil's objection: one is enough", bound=">="),
    Number(
        "arrival",
        "11:30",
        ("S002:14713",),
        "the crew pulls up",
        alternates=(Alternate("1130", ("S000:17238", "S003:15754"), "the same time without its colon"),),
        reading="11:30 in the morning",
    ),
    Number("crew_inside", "3", ("S000:17366", "S002:14849", "S003:15907"), "Neil, Cheritto, Shiherlis", derived=True),
    Number("drivers", "1", ("S000:17317", "S002:14798", "S003:15838"), "Breedan", derived=True),
    Number(
        "lobby_guards",
        "3",
        ("S000:18054", "S002:15555", "S003:16646"),
        "the nearest and a plural of others",
        bound=">=",
        derived=True,
    ),
    Number("vault_doors", "2", ("S000:18482", "S002:15991", "S003:17104"), "unlocked with the manager's key", derived=True),
    Number("bags", "3", ("S000:18704", "S002:16217", "S003:17338"), "filled in the vault"),
    Number(
        "bag",
        "$4M",
        ("S002:16265",),
        "in each bag",
        alternates=(Alternate("4", ("S000:18751", "S003:17386"), "the dollar sign is lost in S000 and S003"),),
        reading="$4M",
    ),
    Number(
        "take",
        "$12M",
        ("S000:18704", "S002:16217", "S003:17338"),
        "3 bags of $4M",
        derived=True,
        alternates=(
            Alternate("$12.2M", ("S001:2224",), "what the job is worth, told before it"),
            Alternate("$12M", ("S004:1135",), "the payoff as estimated before it"),
            Alternate("$10M", ("S000:8843", "S002:6050", "S003:5711"), "a floor, given before it"),
        ),
        reading="$12M: what is carried out; 12.2 differs by less than the bags are rounded",
    ),
    Number("bags_to_neil", "2", ("S000:18762", "S002:16278", "S003:17397"), "of the three; one of them goes on to Cheritto"),
    Number("bags_to_shiherlis", "1", ("S000:18762", "S002:16278", "S003:17397"), "his own"),
    Number("bags_to_cheritto", "1", ("S000:18795", "S002:16312", "S003:17431"), "handed on by Neil in the lobby"),
    Number("bags_each_at_exit", "1", ("S000:19156", "S002:16680", "S003:17820"), "2 - 1, 1 and 1", derived=True),
    Number(
        "tip_calls",
        "1",
        ("S000:18883", "S002:16403", "S003:17535"),
        "one call is told twice: as made, and as received",
        derived=True,
    ),
)

VAGUE = (
    Vague("trejo_lost", "some hours before (S004), at the end (S001)", ("S004:2093", "S001:2723", "S000:16882", "S002:14342")),
    Vague("crew_bags_empty", "a set", ("S000:18529", "S002:16039", "S003:17152")),
    Vague("cough", "small", ("S000:17711", "S002:15202", "S003:16281")),
    Vague("police_delay", "no time is printed from the call to the street", ("S000:19087", "S002:16609", "S003:17747")),
)

DEEDS = (
    Deed("offer_job", ("kelso",), "offers, through Nate", ("neil",), ("S000:8812", "S002:6018", "S003:5679", "S003:7791")),
    Deed("fetch_plans", ("neil",), "picks up from Nate", ("bank_plans",), ("S000:15208", "S002:12601", "S003:13389")),
    Deed("betray", ("waingro",), "betrays to Van Zant", ("trejo",), ("S000:16307", "S002:13753", "S003:14719")),
    Deed(
        "quit",
        ("trejo",),
        "calls: the police are on him",
        ("neil",),
        ("S000:16373", "S002:13820", "S003:14790", "S001:2743"),
        doubt="whether he is already forced to call is not said",
    ),
    Deed("send_off", ("neil",), "tells to draw the police away", ("trejo",), ("S000:16427", "S002:13875", "S003:14845")),
    Deed(
        "recruit",
        ("neil",),
        "hires at a diner grill",
        ("breedan",),
        ("S000:16804", "S002:14264", "S003:15225", "S001:2800", "S004:2171"),
        doubt="S004 spells Breeden",
    ),
    Deed("quit_grill", ("breedan",), "throws to the floor", ("diner_manager",), ("S003:15458",), doubt="only S003"),
    Deed("force_trejo", ("waingro", "van_zant_men"), "beat, with his wife", ("trejo",), ("S000:17054", "S002:14521", "S003:15572")),
    Deed(
        "tip",
        ("benny",),
        "calls the police",
        ("drucker",),
        ("S000:17179", "S002:14653", "S003:15692"),
        doubt="S001: Van Zant's bodyguard; S004: an informant, and Van Zant's men: all of them fit Benny",
    ),
    Deed(
        "take_tip",
        ("drucker",),
        "takes the call",
        ("benny",),
        ("S000:18875", "S002:16395"),
        doubt="S003: an unnamed detective; Drucker in two texts of one family",
    ),
    Deed("pass_tip", ("drucker",), "tells", ("casals",), ("S000:18992", "S002:16512", "S003:17643")),
    Deed("shout_place", ("casals",), "shouts the place", ("police",), ("S000:19024", "S002:16544", "S003:17675")),
    Deed("wait_in_car", ("breedan",), "waits at the wheel", ("getaway_car",), ("S000:17317", "S002:14798", "S003:15838")),
    Deed("signal", ("cheritto",), "coughs", ("neil",), ("S000:17705", "S002:15196", "S003:16275")),
    Deed(
        "put_on_masks",
        ("neil", "cheritto"),
        "put on ski masks",
        (),
        ("S000:17725", "S002:15217", "S003:16296"),
        doubt="Shiherlis's mask is not told",
    ),
    Deed("fell_guard", ("shiherlis",), "punches and tackles", ("nearest_guard",), ("S000:17877", "S002:15373", "S003:16457")),
    Deed("bind_guards", ("neil", "cheritto"), "bind, then disarm", ("other_guards",), ("S000:18047", "S002:15548", "S003:16639")),
    Deed("address", ("neil",), "speaks from a desk", ("customers",), ("S000:18167", "S002:15669", "S003:16760")),
    Deed(
        "take_key",
        ("neil",),
        "punches and takes his key",
        ("bank_manager",),
        ("S000:18343", "S002:15847", "S003:16937"),
        body="jaw",
    ),
    Deed("guard_lobby", ("neil", "cheritto"), "hold", ("lobby",), ("S000:18439", "S002:15947", "S003:17055")),
    Deed("open_vault", ("shiherlis",), "unlocks", ("vault",), ("S000:18464", "S002:15973", "S003:17086")),
    Deed(
        "load",
        ("shiherlis",),
        "cuts the wrapping, fills the bags",
        ("money",),
        ("S000:18548", "S002:16059", "S003:17172"),
        weapon="folding knife, for the wrapping",
    ),
    Deed("hand_on", ("neil",), "hands a bag to", ("cheritto",), ("S000:18795", "S002:16312", "S003:17431")),
)

ENDS = (
    End("cheritto", "active", "in the back seat", ("S000:19413", "S002:16941", "S003:18088")),
    End("neil", "active", "in the front passenger seat", ("S000:19548", "S002:17080", "S003:18240")),
    End("breedan", "active", "at the wheel", ("S000:19455", "S002:16984", "S003:18131")),
    End("shiherlis", "active", "at the car, outside", ("S000:19631", "S002:17165", "S003:18341")),
    End("trejo", "absent", "forced to tell; found dying afterwards", ("S000:17054", "S002:14521", "S003:15572")),
    End(
        "nearest_guard",
        "down",
        "on the floor; no text says that he is bound",
        ("S000:17914", "S002:15411", "S003:16495"),
        derived=True,
    ),
    End("other_guards", "captured", "bound, without weapons", ("S000:18113", "S002:15614", "S003:16705")),
    End("bank_manager", "active", "struck, his key gone", ("S000:18343", "S002:15847", "S003:16937"), derived=True),
    End(
        "customers",
        "active",
        "on the floor; nobody inside is shot in any text",
        ("S000:18023", "S002:15523", "S003:16614"),
        derived=True,
    ),
    End("money", "crew", "three bags, one with each man", ("S000:19156", "S002:16680", "S003:17820"), derived=True),
    End("getaway_car", "ready", "at the curb", ("S000:20315", "S002:17865", "S003:19015")),
    End("drucker", "active", "across the street, shotgun", ("S000:19688", "S002:17224", "S003:18402")),
    End("casals", "active", "across the street, rifle", ("S000:19688", "S002:17224", "S003:18402")),
    End("hanna", "active", "up the sidewalk, assault rifle", ("S000:19937", "S002:17478", "S003:18591")),
    End("bosko", "active", "with Hanna, assault rifle, in a vest", ("S000:19937", "S002:17478", "S003:18591")),
)

BANK = Heist("bank", NUMBERS, VAGUE, DEEDS, BEATS, PAIRS, PARALLEL, ENDS)
