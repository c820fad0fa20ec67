"""The precious metals depository: how the police come to be there, the stakeout, the noise, the withdrawal."""

from __future__ import annotations

from second_transcription.records import Beat, Deed, End, Heist, Number, Pair, Vague

__all__ = ["DEPOSITORY"]

NUMBERS = (
    Number("crew", "3", ("S000:14363", "S002:11732", "S003:12480"), "Neil outside, Cheritto and Shiherlis inside"),
    Number("crew_inside", "2", ("S000:13803", "S002:11151", "S003:11843"), "3 less the lookout", derived=True),
    Number("safes", "1", ("S000:13767", "S002:11114", "S003:11806"), "one is named"),
    Number("noises", "1", ("S000:14073", "S002:11433", "S003:12150"), "one bang; S001 and S004 have one noise too"),
    Number("vans", "2", ("S000:13867", "S002:11217", "S003:11920"), "a bare plural", bound=">=", derived=True),
    Number("take", "$0", ("S000:14377", "S002:11746", "S003:12494"), "they leave with nothing", derived=True),
    Number("arrests", "0", ("S000:14446", "S002:11816", "S003:12570"), "the SWAT officers are told to let them go", derived=True),
    Number(
        "informant_meeting",
        "02:00",
        ("S000:10497", "S002:7754", "S003:7729"),
        "Richard Torena's meeting at a club",
        reading="the texts print Neil as the one he will meet; the next scene shows that it is Hanna",
    ),
)

VAGUE = (
    Vague("van_distance", "near; the texts differ on the wording only", ("S000:13860", "S002:11209", "S003:11901")),
    Vague("sentence", "breaking in carries less than theft would", ("S000:14521", "S002:11894", "S003:12646")),
    Vague("time_from_noise_to_entry", "quick", ("S000:14263", "S002:11629", "S003:12360")),
)

DEEDS = (
    Deed(
        "name_cheritto", ("richard_torena",), "leads Hanna to", ("cheritto",), ("S000:11284", "S002:8565", "S003:9194", "S001:1884")
    ),
    Deed("disarm_alarm", ("cheritto",), "switches off", ("alarm",), ("S000:13724", "S002:11071", "S003:11758")),
    Deed("open_safe", ("shiherlis",), "begins on", ("safe",), ("S000:13767", "S002:11114", "S003:11806")),
    Deed("keep_watch", ("neil",), "stands out front", ("street",), ("S000:13816", "S002:11164", "S003:11856")),
    Deed("watch_neil", ("hanna", "detectives", "swat"), "watch by infrared", ("neil",), ("S000:13970", "S002:11326", "S003:12036")),
    Deed(
        "make_noise",
        ("swat_member",),
        "sits down; his barrel hits the van wall",
        ("neil",),
        ("S000:14073", "S002:11433", "S003:12150"),
        weapon="rifle",
        doubt="S001 and S004 only say an officer, not that he is SWAT; he is in Hanna's own van",
    ),
    Deed("hear_noise", ("neil",), "hears and looks at the vans", ("swat_member",), ("S000:14163", "S002:11526", "S003:12243")),
    Deed(
        "call_off",
        ("neil",),
        "goes in and orders out",
        ("shiherlis", "cheritto"),
        ("S000:14300", "S002:11666", "S003:12397", "S001:2152", "S004:1000"),
    ),
    Deed("protest", ("shiherlis",), "is displeased", ("neil",), ("S000:14342", "S002:11709", "S003:12452")),
    Deed("stand_down", ("hanna",), "orders to let them go", ("swat",), ("S000:14399", "S002:11769", "S003:12523")),
)

BEATS = (
    # how the police come to be there
    Beat("informant_raided", "Hanna and Drucker take Albert Torena's chop shop", ("S000:10351", "S002:7603", "S003:7568")),
    Beat("richard_offered", "Albert gives them his brother's meeting", ("S000:10444", "S002:7701", "S003:7676")),
    Beat("cheritto_named", "Richard tells of a man he knew in prison", ("S000:11154", "S002:8434", "S003:9063")),
    Beat("cheritto_tied_to_crew", "from Cheritto Hanna comes to Neil", ("S000:11321", "S002:8604", "S003:9230")),
    Beat("crew_watched", "the team watches Cheritto, then the rest", ("S001:1935",)),
    Beat("target_known", "and learns what they will rob next", ("S001:1998", "S004:798")),
    # here as in S001 and S004; the long texts tell it once the crew is at work
    Beat("stakeout_set", "police hide in moving vans", ("S000:13867", "S002:11217", "S003:11920", "S001:2067", "S004:894")),
    # the night
    Beat("alarm_off", "Cheritto switches off the alarm", ("S000:13724", "S002:11071", "S003:11758")),
    Beat("safe_begun", "Shiherlis begins on a safe", ("S000:13767", "S002:11114", "S003:11806")),
    Beat("neil_on_watch", "Neil keeps watch in front", ("S000:13803", "S002:11151", "S003:11843")),
    Beat("police_watch", "the police watch him by infrared", ("S000:13970", "S002:11326", "S003:12036")),
    Beat("man_sits", "a SWAT man beside Hanna takes a seat", ("S000:14063", "S002:11422", "S003:12139")),
    Beat("noise", "his rifle bangs on the wall", ("S000:14073", "S002:11433", "S003:12150", "S001:2115", "S004:948")),
    Beat("neil_hears", "Neil hears it", ("S000:14163", "S002:11526", "S003:12243", "S004:963")),
    Beat("neil_looks", "he looks straight at the vans", ("S000:14179", "S002:11543", "S003:12260")),
    Beat("neil_sure", "he is suspicious (S003: he knows)", ("S000:14245", "S002:11610", "S003:12327")),
    Beat("neil_enters", "he goes in", ("S000:14263", "S002:11629", "S003:12360")),
    Beat("withdrawal_ordered", "and orders the others out", ("S000:14300", "S002:11666", "S003:12397")),
    Beat("shiherlis_displeased", "Shiherlis does not like it", ("S000:14345", "S002:11712", "S003:12460")),
    Beat("crew_leaves", "the three leave with nothing", ("S000:14377", "S002:11746", "S003:12494", "S001:2152", "S004:1000")),
    Beat("stand_down", "Hanna has them let go: too small a charge", ("S000:14399", "S002:11769", "S003:12523")),
)

PAIRS = (
    Pair("informant_raided", "richard_offered", "cause"),
    Pair("richard_offered", "cheritto_named", "cause"),
    Pair("cheritto_named", "cheritto_tied_to_crew", "cause"),
    Pair("cheritto_named", "crew_watched", "cause"),
    Pair("crew_watched", "target_known", "cause"),
    Pair("target_known", "stakeout_set", "cause"),
    Pair("stakeout_set", "police_watch", "cause"),
    Pair("alarm_off", "safe_begun", "told"),
    Pair("neil_on_watch", "police_watch", "cause"),
    Pair("man_sits", "noise", "cause"),
    Pair("stakeout_set", "noise", "cause"),
    Pair("neil_on_watch", "neil_hears", "cause"),
    Pair("noise", "neil_hears", "cause"),
    Pair("neil_hears", "neil_looks", "told"),
    Pair("neil_looks", "neil_sure", "told"),
    Pair("neil_sure", "neil_enters", "cause"),
    Pair("neil_enters", "withdrawal_ordered", "told"),
    Pair("safe_begun", "withdrawal_ordered", "cause"),
    Pair("alarm_off", "withdrawal_ordered", "told"),
    Pair("withdrawal_ordered", "shiherlis_displeased", "cause"),
    Pair("withdrawal_ordered", "crew_leaves", "cause"),
    Pair("neil_hears", "stand_down", "told"),
)

PARALLEL = (
    ("alarm_off", "neil_on_watch"),
    ("safe_begun", "neil_on_watch"),
    ("police_watch", "man_sits"),  # the bang comes while they watch
    ("cheritto_tied_to_crew", "crew_watched"),
    ("shiherlis_displeased", "crew_leaves"),
    ("crew_leaves", "stand_down"),  # one sentence joins them; which comes first is open
)

ENDS = (
    End("neil", "away", "free, and aware of the police", ("S000:14377", "S002:11746", "S003:12494")),
    End("cheritto", "away", "free", ("S000:14377", "S002:11746", "S003:12494")),
    End("shiherlis", "away", "free", ("S000:14377", "S002:11746", "S003:12494")),
    End("trejo", "absent", "no text places him there", ("S000:13638", "S002:10983", "S003:11664"), derived=True),
    End("hanna", "active", "lets them go for want of a graver charge", ("S000:14399", "S002:11769", "S003:12523")),
    End("swat", "active", "unseen but heard; arrests nobody", ("S000:14446", "S002:11816", "S003:12570")),
    End("loot", "untouched", "nothing taken", ("S000:14377", "S002:11746", "S003:12494")),
    End("safe", "begun", "no text says that it was opened", ("S000:13767", "S002:11114", "S003:11806"), derived=True),
    End("alarm", "off", "no text says that it went off or on again", ("S000:13724", "S002:11071", "S003:11758"), derived=True),
    End("vans", "in place", "known to Neil as something to fear", ("S000:14245", "S002:11610", "S003:12327"), derived=True),
)

DEPOSITORY = Heist("depository", NUMBERS, VAGUE, DEEDS, BEATS, PAIRS, PARALLEL, ENDS)
