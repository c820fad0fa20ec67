"""The armored car: preparation, ambush, clock, killings, getaway, and what follows up to the truck stop."""

from __future__ import annotations

from second_transcription.armored_car_order import BEATS, PAIRS, PARALLEL
from second_transcription.records import Alternate, Deed, End, Heist, Number, Vague

__all__ = ["ARMORED_CAR"]

NUMBERS = (
    Number(
        "first_report_distance",
        "1.5 mi",
        ("S002:1849",),
        "how far off the car is at Trejo's first report",
        alternates=(Alternate("15 mi", ("S000:4746",), "S000 has lost all punctuation, the decimal point with it"),),
        reading="1.5: S000 is the same text as S002 without its marks; S003 leaves the first report out",
    ),
    Number(
        "second_report_distance", "300 yd", ("S000:4912", "S002:2019", "S003:1750"), "how far off the car is at his second report"
    ),
    Number("slide", "50 ft", ("S000:5783", "S002:2925", "S003:2552"), "how far the car slides after the ram"),
    Number(
        "guards",
        "3",
        ("S003:3096",),
        "guards with the car, driver included",
        alternates=(Alternate("2", ("S000:5408", "S002:2543"), "the rear only: the driver is told apart from them"),),
        reading="3: stated in S003, and every long text counts three dead",
    ),
    Number("guards_in_back", "2", ("S000:5408", "S002:2543", "S003:2216"), "reading newspapers"),
    Number("guards_driving", "1", ("S000:5509", "S002:2647", "S003:2320"), "3 less the 2 in the back", derived=True),
    Number("guards_killed", "3", ("S000:9647", "S002:6876", "S003:6899"), "all of them; S001 and S004 count 1 + 1 + 1 and 1 + 2"),
    Number("clock", "3 min", ("S000:6074", "S002:3221", "S003:2908"), "what Trejo gives them; the stopwatch starts at his word"),
    Number("clock_called", "80 s", ("S000:6675", "S002:3834", "S003:3434"), "left when Neil calls it and Waingro strikes"),
    Number("clock_called_elapsed", "100 s", ("S000:6675", "S002:3834", "S003:3434"), "3 min less 80 s", derived=True),
    Number("second_guard_wounds", "5", ("S000:7380", "S002:4554", "S003:4154"), "hits on the second guard"),
    Number("third_guard_chest", "2", ("S000:7570", "S002:4749", "S003:4370"), "Cheritto's first shots"),
    Number("third_guard_head", "1", ("S000:7632", "S002:4812", "S003:4433"), "his last, stepping forward"),
    Number("third_guard_shots", "3", ("S000:7570", "S002:4749", "S003:4370"), "2 + 1", derived=True),
    Number(
        "first_guard_shots",
        "1",
        ("S000:7117", "S002:4285", "S003:3886"),
        "no number is printed; one shot reads naturally",
        derived=True,
    ),
    Number(
        "spiked_units", "3", ("S000:7864", "S002:5050", "S003:4731"), "police cars that lose their tires on the strip and collide"
    ),
    Number("halted_units", "2", ("S000:8048", "S002:5238", "S003:4919"), "a bare plural", bound=">=", derived=True),
    Number(
        "crew",
        "5",
        ("S003:968",),
        "Neil, Shiherlis, and three more; S001 and S004 list five names",
    ),
    Number("masked", "4", ("S000:4958", "S002:2067", "S003:1766"), "all but Trejo wear masks", derived=True),
    Number("charges_used", "1", ("S000:6136", "S002:3285"), "on the rear doors"),
    Number("envelopes_taken", "1", ("S000:6914", "S002:4079", "S003:3680"), "out of several in the car"),
    Number(
        "bonds",
        "$1.6M",
        ("S001:639", "S004:156"),
        "face value taken",
        alternates=(
            Alternate("$200M", ("S000:8507", "S002:5707", "S003:5382"), "a round phrase, at least 200 if taken literally"),
        ),
        reading="$1.6M: an exact figure in two texts that do not share wording; the other is one phrase copied three times",
    ),
    Number("tow_truck_stolen_before", "14 day", ("S003:6157",), "stolen in Fresno"),
    Number("pickup_stolen_before", "2 day", ("S003:6216",), "Trejo's, stolen in Whittier"),
    Number("tow_truck_angle", "90", ("S003:1566",), "degrees to the street, under the overpass; a bare number"),
    Number("radio_code", "211", ("S003:2828",), "a code, not a quantity; only S003"),
)

VAGUE = (
    Vague("ram_speed", "full", ("S000:5634", "S002:2773", "S003:2446")),
    Vague("charges_bought", "some", ("S000:3692", "S002:754", "S003:492")),
    Vague("car_switch_distance", "a few blocks", ("S000:8187", "S002:5379", "S003:5060")),
    Vague("range_first_guard", "point-blank", ("S000:7140", "S002:4308", "S003:3909")),
    Vague("range_third_guard", "point-blank, the head shot only", ("S000:7632", "S002:4812", "S003:4433")),
    Vague("envelopes_in_car", "several", ("S000:6626", "S002:3784", "S003:3384")),
    Vague("nod", "slight (S003 only)", ("S003:4286",)),
    Vague("police_arrival", "as the crew drives off; no time after the alarm is printed", ("S000:7745", "S002:4929", "S003:4610")),
)

DEEDS = (
    Deed("steal_ambulance", ("neil",), "takes", ("ambulance",), ("S000:3522", "S002:576", "S003:378")),
    Deed("buy_charges", ("shiherlis",), "buys, own license, cash", ("charges",), ("S000:3682", "S002:744", "S003:482")),
    Deed("drive_tow_truck", ("cheritto",), "drives, Waingro beside him", ("tow_truck",), ("S000:4348", "S002:1439", "S003:1258")),
    Deed("wait_in_ambulance", ("neil", "shiherlis"), "sit in", ("ambulance",), ("S000:4537", "S002:1635", "S003:1123")),
    Deed("drive_ambulance_in", ("neil",), "drives the block", ("ambulance",), ("S000:5123", "S002:2251", "S003:1921")),
    Deed("tail", ("trejo",), "follows and reports", ("armored_car",), ("S000:4651", "S002:1753", "S003:1597")),
    Deed("ram", ("cheritto",), "rams", ("armored_car",), ("S000:5599", "S002:2738", "S003:2411")),
    Deed(
        "call_for_help",
        ("guard",),
        "radios for help",
        ("police",),
        ("S000:6014", "S002:3160", "S003:2789"),
        doubt="which guard is not said",
    ),
    Deed(
        "call_clock",
        ("trejo",),
        "gives three minutes",
        ("crew",),
        ("S000:6042", "S002:3189", "S003:2876"),
        doubt="S003 alone says why: he hears dispatch on a scanner",
    ),
    Deed("stopwatch", ("neil",), "starts", ("clock",), ("S000:6102", "S002:3250", "S003:2937")),
    Deed("blast", ("shiherlis",), "blows open", ("rear_doors",), ("S000:6221", "S002:3372", "S003:3009")),
    Deed(
        "pull_out",
        ("neil",),
        "pulls out and hands to Cheritto",
        ("guards",),
        ("S000:6300", "S002:3452"),
        doubt="S003: Neil and Cheritto both climb in and drag them",
    ),
    Deed("pass_on", ("cheritto",), "passes to Waingro", ("guards",), ("S000:6383", "S002:3537"), doubt="S003: both hand them over"),
    Deed(
        "hold_guards", ("waingro",), "holds on the sidewalk", ("guards",), ("S000:6415", "S002:3570", "S003:3158"), weapon="pistol"
    ),
    Deed("cover_street", ("neil", "cheritto"), "cover", ("street",), ("S000:6484", "S002:3640", "S003:3235")),
    Deed("lay_spikes", ("trejo",), "lays across the street", ("spike_strip",), ("S000:6510", "S002:3667", "S003:3262")),
    Deed("search", ("shiherlis",), "searches", ("armored_car",), ("S000:6593", "S002:3751", "S003:3351")),
    Deed("find_envelope", ("shiherlis",), "finds", ("envelope",), ("S000:6894", "S002:4059", "S003:3660")),
    Deed("call_eighty", ("neil",), "calls the time left", ("crew",), ("S000:6649", "S002:3808", "S003:3408")),
    Deed("strike", ("waingro",), "strikes with his pistol", ("guard_1",), ("S000:6750", "S002:3910", "S003:3510")),
    Deed(
        "deaf_remark",
        ("cheritto",),
        "says the blast has deafened them",
        ("waingro",),
        ("S000:6778", "S002:3940"),
        doubt="S003 has the deafness but nobody says it",
    ),
    Deed(
        "slick",
        ("cheritto",),
        "calls Waingro by a nickname, overheard",
        ("homeless_man",),
        ("S003:6308",),
        doubt="only S003, which does not say whom he means",
    ),
    Deed(
        "kill_guard_1",
        ("waingro",),
        "kills unprovoked",
        ("guard_1",),
        ("S000:7108", "S002:4276", "S003:3877", "S001:707", "S004:261"),
        body="face",
        weapon="the pistol he holds (not named again)",
    ),
    Deed(
        "reach_revolver",
        ("guard_2",),
        "reaches for his ankle gun",
        ("guard_2",),
        ("S000:7230", "S002:4401", "S003:4001", "S001:809"),
    ),
    Deed(
        "kill_guard_2",
        ("neil",),
        "kills",
        ("guard_2",),
        ("S000:7278", "S002:4450", "S003:4050", "S001:750"),
        body="right arm and chest",
        rounds=5,
        weapon="automatic rifle",
    ),
    Deed("nod", ("neil",), "nods", ("cheritto",), ("S000:7504", "S002:4681", "S003:4295")),
    Deed(
        "kill_guard_3",
        ("cheritto",),
        "kills",
        ("guard_3",),
        ("S000:7527", "S002:4705", "S003:4326", "S001:831"),
        body="chest (2), then head (1)",
        rounds=3,
        weapon="rifle",
    ),
    Deed("drive_away", ("trejo",), "drives", ("ambulance",), ("S000:7721", "S002:4904", "S003:4524")),
    Deed("firebomb", ("shiherlis",), "plants", ("ambulance",), ("S000:8259", "S002:5452", "S003:5138")),
    Deed("beat_waingro", ("neil",), "beats, later means to kill", ("waingro",), ("S000:9760", "S002:6992", "S003:6997")),
    Deed("stop_neil", ("cheritto",), "stops with a yell: police car", ("neil",), ("S000:9903", "S002:7137", "S003:7149")),
)

ENDS = (
    End("neil", "away", "in the station wagon", ("S000:8209", "S002:5401", "S003:5082")),
    End("shiherlis", "away", "in the station wagon", ("S000:8209", "S002:5401", "S003:5082")),
    End("cheritto", "away", "in the station wagon", ("S000:8209", "S002:5401", "S003:5082")),
    End("trejo", "away", "in the station wagon; had driven the ambulance", ("S000:8209", "S002:5401", "S003:5082")),
    End(
        "waingro",
        "away",
        "share forfeited that night, then vanishes alive from the truck stop",
        ("S000:10186", "S002:7430", "S003:7436", "S001:938", "S004:416"),
    ),
    End("guard_1", "dead", "at once", ("S000:7172", "S002:4342", "S003:3942")),
    End("guard_2", "dead", "falls against the armored car", ("S000:7362", "S002:4535", "S003:4135")),
    End("guard_3", "dead", "shot again in the head", ("S000:7632", "S002:4812", "S003:4433")),
    End("bonds", "crew", "the one envelope, with Neil that evening", ("S000:8478", "S002:5678", "S003:5353")),
    End(
        "armored_car",
        "wrecked",
        "on its passenger side in a dealer's lot, rear doors blown",
        ("S000:5798", "S002:2940", "S003:2567"),
    ),
    End(
        "tow_truck",
        "abandoned",
        "at the scene, its grille partly caved in; identified, no lead",
        ("S000:5709", "S002:2849", "S003:2476"),
        derived=True,
    ),
    End("pickup", "abandoned", "Trejo's, among what is left at the scene", ("S003:6179",)),
    End("ambulance", "destroyed", "firebombed a few blocks off, weapons and gear inside", ("S000:8306", "S002:5499", "S003:5185")),
    End("station_wagon", "away", "carries the crew", ("S000:8343", "S002:5536", "S003:5222")),
    End(
        "police_first_units",
        "down",
        "three cars off the road; officers out on foot, no injury told",
        ("S000:7949", "S002:5137", "S003:4818"),
    ),
    End("police_other_units", "active", "stopped short of the strip by signals", ("S000:8084", "S002:5274", "S003:4955")),
    End(
        "hanna",
        "active",
        "investigates afterwards; tells the robbery right, no lead on names",
        ("S000:8992", "S002:6206", "S003:5856"),
        derived=True,
    ),
)

ARMORED_CAR = Heist("armored_car", NUMBERS, VAGUE, DEEDS, BEATS, PAIRS, PARALLEL, ENDS)
