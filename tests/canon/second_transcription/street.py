"""The street fight from contact to Cheritto's death: figures, deeds, and states at the end."""

from __future__ import annotations

from second_transcription.records import Alternate, Deed, End, Heist, Number, Vague
from second_transcription.street_order import BEATS, PAIRS, PARALLEL

__all__ = ["STREET"]

NUMBERS = (
    Number(
        "officers_at_contact",
        "4",
        ("S000:19688", "S002:17224", "S003:18408", "S000:19921", "S002:17461", "S003:18574"),
        "two and two",
        derived=True,
    ),
    Number("bosko_wounds", "1", ("S000:20186", "S002:17732", "S003:18864"), "one bullet, in spite of his vest"),
    Number("tires_lost", "1", ("S000:20677", "S002:18236", "S003:19392"), "left rear"),
    Number("tire_shots", "1", ("S000:20624", "S002:18182", "S003:19346"), "no number is printed", derived=True),
    Number("breedan_wounds", "1", ("S000:20813", "S002:18376", "S003:19544"), "one bullet"),
    Number("robbers_on_foot", "3", ("S000:21083", "S002:18654", "S003:19842"), "after the crash"),
    Number("roadblock_cars", "6", ("S000:21190", "S002:18762", "S003:19950"), "police cars in line"),
    Number("shiherlis_wounds", "1", ("S000:21785", "S002:19375", "S003:20598"), "by Casals", derived=True),
    Number("lot_officers", "2", ("S000:22048", "S002:19643", "S003:20866"), "one shotgun, one pistol"),
    Number("lot_bursts", "2", ("S000:22147", "S002:19745", "S003:20966"), "Neil's, the second hits", derived=True),
    Number("hanna_misses", "4", ("S000:22382", "S002:19988", "S003:21218"), "shots, all of them wide"),
    Number("cheritto_wounds", "1", ("S000:23532", "S002:21170", "S003:22437"), "one bullet"),
    Number(
        "officers_over_cheritto", "4", ("S000:23656", "S002:21297", "S003:22571"), "Drucker, Casals, two in uniform", derived=True
    ),
    Number("children_taken", "1", ("S000:23006", "S002:20631", "S003:21881"), "the girl at the fountain"),
    Number("named_police_killed", "1", ("S000:20207", "S002:17754", "S003:18889", "S004:2477"), "Bosko", derived=True),
    Number(
        "crew_killed", "2", ("S000:20781", "S002:18344", "S003:19512", "S001:3184", "S004:2419"), "Breedan, Cheritto", derived=True
    ),
    Number(
        "police_killed",
        "2",
        ("S001:3068", "S004:2442"),
        "several, Bosko among them (S004)",
        bound=">=",
        derived=True,
        alternates=(Alternate("1", ("S000:21473", "S002:19053", "S003:20041"), "Bosko alone is sure; the others are left open"),),
        reading="at least Bosko is core; several is what two texts say and three leave open",
    ),
)

VAGUE = (
    Vague("officers_shot", "several (S003), more than one (S000, S002)", ("S000:21421", "S002:19000", "S003:19976")),
    Vague("split_second", "what Cheritto has left when he turns", ("S000:23411", "S002:21048", "S003:22301")),
)

DEEDS = (
    Deed("spot_police", ("shiherlis",), "sees", ("drucker", "casals"), ("S000:19679", "S002:17215", "S003:18390")),
    Deed(
        "first_shots",
        ("shiherlis",),
        "opens fire first",
        ("drucker", "casals"),
        ("S000:19777", "S002:17315", "S003:18470"),
        weapon="rifle (S003)",
    ),
    Deed(
        "hanna_bosko_fire",
        ("hanna", "bosko"),
        "fire",
        ("shiherlis",),
        ("S000:19979", "S002:17521", "S003:18629"),
        weapon="assault rifles",
    ),
    Deed("cover_from_car", ("cheritto",), "fires from the left window", (), ("S000:20037", "S002:17580", "S003:18700")),
    Deed(
        "kill_bosko",
        (),
        "kills",
        ("bosko",),
        ("S000:20186", "S002:17732", "S003:18864"),
        body="neck",
        rounds=1,
        doubt="Shiherlis has just fired at him and Hanna, Cheritto a burst before that; no text names the shot: Shiherlis likelier",
    ),
    Deed(
        "shoot_tire",
        ("drucker",),
        "shoots out the left rear tire",
        ("getaway_car",),
        ("S000:20624", "S002:18182", "S003:19346"),
        weapon="shotgun",
    ),
    Deed(
        "kill_breedan",
        (),
        "kills",
        ("breedan",),
        ("S000:20781", "S002:18344", "S003:19512"),
        body="head",
        rounds=1,
        doubt="Drucker and Casals are firing at the car; which of them is not said",
    ),
    Deed("fire_ahead", ("neil",), "fires through the windshield", ("roadblock",), ("S000:20545", "S002:18101", "S003:19265")),
    Deed(
        "shoot_schwartz",
        ("cheritto",),
        "shoots",
        ("schwartz",),
        ("S000:21520", "S002:19101", "S003:20327"),
        doubt="whether he lives is not told",
    ),
    Deed(
        "shoot_shiherlis",
        ("casals",),
        "shoots",
        ("shiherlis",),
        ("S000:21785", "S002:19375", "S003:20598", "S004:2593"),
        body="clavicle",
        doubt="S003 and S004: shoulder, which holds the clavicle; the narrower word kept",
    ),
    Deed("down_officer", ("neil",), "brings down", ("roadblock_officer",), ("S000:21874", "S002:19466", "S003:20683")),
    Deed("carry", ("neil",), "carries over his back", ("shiherlis",), ("S000:21909", "S002:19502", "S003:20719")),
    Deed(
        "shoot_lot_officer",
        ("neil",),
        "shoots",
        ("shotgun_officer",),
        ("S000:22228", "S002:19829", "S003:21057"),
        body="chest",
        doubt="falls in S000 and S002, is hit in S003; no text says dead",
    ),
    Deed(
        "miss_neil",
        ("hanna",),
        "fires and misses",
        ("neil",),
        ("S000:22382", "S002:19988", "S003:21218"),
        rounds=4,
        doubt="only a pronoun names him; Neil as target settles it",
    ),
    Deed(
        "take_wagon",
        ("neil",),
        "takes an abandoned station wagon and drives",
        ("shiherlis",),
        ("S000:22635", "S002:20247", "S003:21496"),
        doubt="S000 and S002 add that he pushes a car out of the way; S003 has lost its brackets",
    ),
    Deed(
        "fire_back",
        ("shiherlis",),
        "fires from inside, by the rear window",
        (),
        ("S000:20378", "S002:17930", "S003:19085"),
        doubt="which seat he takes is not said; the rear by his window",
    ),
    Deed("chase_cheritto", ("drucker", "casals"), "chase", ("cheritto",), ("S000:22870", "S002:20490", "S003:21726")),
    Deed("take_girl", ("cheritto",), "takes as a shield", ("girl",), ("S000:23152", "S002:20781", "S003:21999")),
    Deed(
        "kill_cheritto",
        ("hanna",),
        "kills",
        ("cheritto",),
        ("S000:23532", "S002:21170", "S003:22437", "S001:3184"),
        body="forehead",
        rounds=1,
        weapon="rifle",
    ),
    Deed("save_girl", ("hanna",), "carries away", ("girl",), ("S000:23580", "S002:21219", "S003:22493")),
    Deed(
        "stand_over",
        ("drucker", "casals", "two_uniformed"),
        "aim at the fallen",
        ("cheritto",),
        ("S000:23679", "S002:21320", "S003:22594"),
    ),
)

ENDS = (
    End("neil", "away", "drives off unhurt", ("S000:22683", "S002:20296", "S003:21545"), derived=True),
    End("shiherlis", "wounded", "away, lying in the wagon", ("S000:22635", "S002:20247", "S003:21496")),
    End("cheritto", "dead", "at once", ("S000:23515", "S002:21153", "S003:22413", "S001:3184", "S004:2419")),
    End("breedan", "dead", "at the wheel", ("S000:20781", "S002:18344", "S003:19512", "S001:3056", "S004:2419")),
    End("bosko", "dead", "at once", ("S000:20186", "S002:17732", "S003:18864", "S004:2467")),
    End("schwartz", "wounded", "shot; not told how he fares", ("S000:21560", "S002:19142", "S003:20375"), derived=True),
    End("roadblock_officer", "down", "not told how he fares", ("S000:21874", "S002:19466", "S003:20683")),
    End("shotgun_officer", "down", "hit in the chest; not told how he fares", ("S000:22252", "S002:19854", "S003:21082")),
    End("pistol_officer", "active", "nothing more is told of him", ("S000:22089", "S002:19685", "S003:20907"), derived=True),
    End("hanna", "active", "unhurt, with the girl", ("S000:23580", "S002:21219", "S003:22493")),
    End("drucker", "active", "over Cheritto", ("S000:23679", "S002:21320", "S003:22594")),
    End("casals", "active", "over Cheritto", ("S000:23679", "S002:21320", "S003:22594")),
    End("girl", "active", "carried away unhurt", ("S000:23613", "S002:21252", "S003:22526"), derived=True),
    End(
        "trejo",
        "wounded",
        "at home, dying; his wife dead; learnt after the fight",
        ("S000:24248", "S002:21917", "S003:23201", "S001:3285"),
    ),
    End("getaway_car", "wrecked", "tire gone, into the back of an abandoned vehicle", ("S000:20857", "S002:18421", "S003:19589")),
    End("roadblock_cars", "damaged", "full of holes", ("S000:21378", "S002:18956", "S003:20276")),
    End("station_wagon", "away", "with Neil and Shiherlis", ("S000:22659", "S002:20271", "S003:21520")),
    End("money", "unknown", "no text says where the three bags are", ("S000:19156", "S002:16680", "S003:17820"), derived=True),
)

STREET = Heist("street", NUMBERS, VAGUE, DEEDS, BEATS, PAIRS, PARALLEL, ENDS)
