"""The drive-in: the exchange, the man in the pickup, the warning, and what becomes of him and of the driver."""

from __future__ import annotations

from second_transcription.records import Beat, Deed, End, Heist, Number, Pair, Vague

__all__ = ["DRIVE_IN"]

NUMBERS = (
    Number(
        "crew",
        "3",
        ("S000:11376", "S000:11868", "S000:12742", "S002:8660", "S002:9165", "S002:10066"),
        "Neil, roof, fence",
        derived=True,
    ),
    Number("attackers", "2", ("S000:11683", "S002:8975", "S003:9650"), "the driver and another man", derived=True),
    Number("machine_pistols", "1", ("S000:11683", "S002:8975", "S003:9650"), "the hidden man's"),
    Number("rolls", "1", ("S000:12166", "S002:9472", "S003:10190"), "once"),
    Number("back_wounds", "1", ("S000:12537", "S002:9856", "S003:10543"), "one bullet", derived=True),
    Number("chest_wounds", "1", ("S000:12596", "S002:9916", "S003:10628"), "another round of Neil's", derived=True),
    Number("payment", "$0", ("S000:12956", "S002:10285", "S003:10997"), "waste paper", derived=True),
    Number(
        "dead",
        "2",
        ("S000:12657", "S000:12811", "S002:9978", "S002:10136", "S003:10690", "S003:10821"),
        "both of them",
        derived=True,
    ),
)

VAGUE = (
    Vague("next_moments", "all in an instant, from the warning on", ("S000:12002", "S002:9301", "S003:9983")),
    Vague("windshield_shots", "bullets, so more than one", ("S000:12235", "S002:9544", "S003:10262")),
    Vague("shotgun_shells", "as many as are in it", ("S000:12778", "S002:10102", "S003:10834")),
)

DEEDS = (
    Deed("show_hands", ("drop_man",), "holds up, as ordered", ("neil",), ("S000:11501", "S002:8789", "S003:9461")),
    Deed("toss", ("drop_man",), "throws the package, right-handed, beside", ("neil",), ("S000:11599", "S002:8888", "S003:9563")),
    Deed("warn", ("shiherlis",), "warns over the headset", ("neil",), ("S000:11970", "S002:9268", "S003:9950")),
    Deed(
        "crush",
        ("neil",),
        "backs his car into",
        ("assassin",),
        ("S000:12128", "S002:9432", "S003:10112"),
        body="foot",
        doubt="S003: caught against the pickup, and the leg",
    ),
    Deed("break_glass", ("shiherlis",), "fires at", ("pickup",), ("S000:12201", "S002:9509", "S003:10227"), weapon="rifle"),
    Deed("spray", ("assassin",), "fires a burst at", ("neil",), ("S000:12351", "S002:9665", "S003:10383"), weapon="machine pistol"),
    Deed("answer", ("neil",), "fires back at", ("assassin",), ("S000:12384", "S002:9700", "S003:10418"), weapon="pistol"),
    Deed(
        "shoot_back",
        ("shiherlis",),
        "hits, and turns round",
        ("assassin",),
        ("S000:12537", "S002:9856", "S003:10543"),
        body="back",
        rounds=1,
        weapon="rifle",
    ),
    Deed(
        "shoot_chest",
        ("neil",),
        "hits",
        ("assassin",),
        ("S000:12615", "S002:9935", "S003:10647"),
        body="chest",
        rounds=1,
        weapon="pistol",
    ),
    Deed(
        "kill_assassin",
        ("neil",),
        "runs over and so kills",
        ("assassin",),
        ("S000:12648", "S002:9969", "S003:10681", "S001:1659"),
        doubt="hit by two men before; the texts have the car do it",
    ),
    Deed(
        "kill_driver",
        ("cheritto",),
        "kills",
        ("drop_man",),
        ("S000:12811", "S002:10136", "S003:10821", "S001:1659"),
        weapon="shotgun",
    ),
)

BEATS = (
    Beat("neil_waits", "Neil sits in his car", ("S000:11376", "S002:8660", "S003:9294")),
    Beat("pickup_comes", "the drop man drives up", ("S000:11425", "S002:8710", "S003:9380")),
    Beat("hands_shown", "he must hold up his hands", ("S000:11501", "S002:8789", "S003:9461")),
    Beat("package_thrown", "then throw the package across", ("S000:11599", "S002:8888", "S003:9563")),
    Beat("assassin_creeps", "a man comes out of the bed to Neil's window", ("S000:11788", "S002:9081", "S003:9758")),
    Beat("assassin_aims", "and takes aim", ("S000:11845", "S002:9140", "S003:9817")),
    # S001 and S004 say that the crew expected it, or was there to back him
    Beat("rifle_on_roof", "Shiherlis is up on the projection building", ("S000:11908", "S002:9205", "S003:9887", "S001:1600")),
    Beat("assassin_seen", "Shiherlis notices the man", ("S000:11943", "S002:9241", "S003:9923")),
    Beat("warning", "and tells Neil", ("S000:11970", "S002:9268", "S003:9950")),
    Beat("mirror", "Neil finds him in the mirror", ("S000:12054", "S002:9354", "S003:10035")),
    Beat("reverse", "full throttle backwards", ("S000:12102", "S002:9405", "S003:10085")),
    Beat("foot_crushed", "over the man's foot", ("S000:12128", "S002:9432", "S003:10112")),
    Beat("roll", "Shiherlis turns over", ("S000:12166", "S002:9472", "S003:10190")),
    Beat("glass_hit", "bullets in the pickup's windshield", ("S000:12235", "S002:9544", "S003:10262")),
    Beat("pickup_moves", "the pickup drives on", ("S000:12273", "S002:9584", "S003:10302")),
    Beat("wild_burst", "the man, hardly on his feet, fires", ("S000:12351", "S002:9665", "S003:10383")),
    Beat("neil_answers", "Neil fires back", ("S000:12384", "S002:9700", "S003:10418")),
    Beat("back_hit", "Shiherlis, free to fire, hits the back", ("S000:12537", "S002:9856", "S003:10543")),
    Beat("chest_hit", "Neil hits the chest", ("S000:12615", "S002:9935", "S003:10647")),
    Beat("run_over", "and Neil's car goes over him", ("S000:12648", "S002:9969", "S003:10681")),
    Beat("cheritto_hidden", "Cheritto is behind the fence", ("S000:12742", "S002:10066", "S003:10785")),
    Beat("cheritto_steps_out", "he comes out of hiding", ("S000:12742", "S002:10066", "S003:10785")),
    Beat("driver_killed", "and shoots the driver dead", ("S000:12811", "S002:10136", "S003:10821")),
    Beat("truck_stops", "the truck runs into the berm", ("S000:12889", "S002:10216", "S003:10928")),
    Beat("paper_found", "Neil looks into the package", ("S000:12925", "S002:10254", "S003:10966")),
)

PAIRS = (
    Pair("neil_waits", "pickup_comes", "stated"),
    Pair("pickup_comes", "hands_shown", "cause"),
    Pair("hands_shown", "package_thrown", "stated"),
    Pair("pickup_comes", "assassin_creeps", "cause"),
    Pair("package_thrown", "assassin_creeps", "told"),
    Pair("assassin_creeps", "assassin_aims", "cause"),
    Pair("assassin_creeps", "assassin_seen", "cause"),
    Pair("rifle_on_roof", "assassin_seen", "cause"),
    Pair("assassin_seen", "warning", "cause"),
    Pair("warning", "mirror", "cause"),
    Pair("mirror", "reverse", "cause"),
    Pair("reverse", "foot_crushed", "cause"),
    Pair("warning", "roll", "told"),
    Pair("roll", "glass_hit", "told"),
    Pair("glass_hit", "pickup_moves", "cause"),
    Pair("foot_crushed", "wild_burst", "cause"),
    Pair("wild_burst", "neil_answers", "stated"),
    Pair("neil_answers", "back_hit", "told"),
    Pair("pickup_moves", "back_hit", "stated"),
    Pair("back_hit", "chest_hit", "stated"),
    Pair("chest_hit", "run_over", "stated"),
    Pair("run_over", "cheritto_steps_out", "told"),
    Pair("pickup_moves", "cheritto_steps_out", "cause"),
    Pair("cheritto_hidden", "cheritto_steps_out", "cause"),
    Pair("cheritto_steps_out", "driver_killed", "cause"),
    Pair("driver_killed", "truck_stops", "stated"),
    Pair("package_thrown", "paper_found", "cause"),
    Pair("truck_stops", "paper_found", "told"),
)

PARALLEL = (
    ("neil_waits", "rifle_on_roof"),
    ("neil_waits", "cheritto_hidden"),
    ("assassin_aims", "assassin_seen"),
    ("reverse", "glass_hit"),  # all in an instant
    ("pickup_moves", "wild_burst"),
    ("pickup_moves", "neil_answers"),
)

ENDS = (
    End("neil", "away", "no text has him hurt", ("S000:12925", "S002:10254", "S003:10966"), derived=True),
    End("shiherlis", "away", "no text has him hurt", ("S000:12925", "S002:10254", "S003:10966"), derived=True),
    End("cheritto", "away", "no text has him hurt", ("S000:12925", "S002:10254", "S003:10966"), derived=True),
    End("assassin", "dead", "shot twice and run over", ("S000:12657", "S002:9978", "S003:10690", "S001:1659")),
    End("drop_man", "dead", "in the cab", ("S000:12811", "S002:10136", "S003:10821", "S001:1659")),
    End("pickup", "abandoned", "against the berm", ("S000:12889", "S002:10216", "S003:10928")),
    End("package", "worthless", "scrap paper", ("S000:12956", "S002:10285", "S003:10997")),
    End("bonds", "unsold", "Neil wants no payment any more", ("S000:13010", "S002:10340", "S003:11056"), derived=True),
)

DRIVE_IN = Heist("drive-in", NUMBERS, VAGUE, DEEDS, BEATS, PAIRS, PARALLEL, ENDS)
