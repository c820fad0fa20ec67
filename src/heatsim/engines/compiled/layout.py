"""Where everything stands in the four arrays of a compiled program.

    P  whole numbers that never change: a header, the instructions, the tables of who and what there is
    F  numbers that never change: arguments and tables of distributions, walls
    V  the state vector, and behind it what expressions need: room for intermediate results, then their constants
    S  whole numbers that change: the clock, the draws' world, every process, the alarms

A place in a program is where its instruction stands in P. A watch list is a count and the numbers of processes. An expression is
a place in P where its code begins, or -1 - i when it is simply V[i]; NOTHING where there is none.
"""

from __future__ import annotations

from collections.abc import MutableSequence, Sequence

__all__ = ["Real", "Scratch", "Values", "Whole"]

Whole = Sequence[int]
Real = Sequence[float]
Values = MutableSequence[float]
Scratch = MutableSequence[int]

NOTHING = -(1 << 40)
WAIT, HALT = -1, -2  # instead of a place: the process has blocked, or has come to its end
NEVER = -1  # no deadline
FAR = 4e18  # a duration beyond this is for ever
TOP = 1 << 60  # every order may break in
NO_ALARM = (1 << 63) - 1

# the header of P
(
    HORIZON,
    EVENT_LIMIT,
    MOMENT_LIMIT,
    SETUP,
    COUNT,  # of processes
    RANK_BITS,
    LEAVES,  # of the tree of alarms: a power of two, at least COUNT
    VARIABLES,
    INITIAL,  # in F: first values of all variables
    PROCESSES,
    ORDERS,
    ACTORS,
    BODIES,
    COMBATANTS,
    ENGAGEMENTS,
    ENGAGEMENT_COUNT,
    SITES,  # numbers of all sites: those of draws, then those of shots
    SITE_COUNT,
    WALLS,  # in F
    WALL_COUNT,
    COLUMNS,
    ENDINGS,
    TREE,  # in S, as all that follow
    ARMED,
    ORDER_COUNT,
    STANDINGS,  # bits of who can be hit, fight by fight and side by side
    STANDING_COUNT,
    FIRST_STANDING,  # in P: what they are at the start
    OCCURRENCES,
    SITE_WORLDS,
    PIN_KEYS,
    WORDS,  # in V, as all that follow: the room of every engagement
    ARGUMENTS,
    PIN_VALUES,
) = range(34)
CODE = 40

# an instruction
OP, A, B, C, D, X, Y, AFTER, TARGET, SKIP, TOLD, LIST = range(12)
WIDTH = 12
OPERATIONS = tuple(
    """
    set draw race block loop branch once state start stop halt endrun arm disarm back depart arrive board join pull shoot jump
    if_above if_sent
    """.split()  # noqa: SIM905
)
(
    SET,
    DRAW,
    RACE,
    BLOCK,
    LOOP,
    BRANCH,
    ONCE,
    STATE,
    START,
    STOP,
    HALTS,
    ENDRUN,
    ARM,
    DISARM,
    BACK,
    DEPART,
    ARRIVE,
    BOARD,
    JOIN,
    PULL,
    SHOOT,
    JUMP,
    IF_ABOVE,  # branches as nearly all are: V[a] > V[b], and V[a] is not missing
    IF_SENT,
) = range(24)

# a process in P, and its life in S
ENTRY, OWN_STATE, ITS_ORDERS, AT_START, FRAMES = range(5)
PROCESS_WIDTH = 5
BLOCKED, DEADLINE, CONDITION, RUNNING, FRESH, DUE, BEGUN, CEILING, DEPTH, STANDING = range(10)
LIFE_WIDTH = 10
LIVES = 16  # where lives begin in S
FRAME_WIDTH = 4  # the block, the time that was left, its deadline, the ceiling before

# the head of S
NOW, TURNS, STOP_AT, OVER, FAULT, REVERSED, SPECIAL, SEED, REPLICATION, PURPOSE, OPPOSITE, PINS = range(12)

# a standing order
ON, STEPS, THEN, AGAIN, LEAVE = range(5)
ORDER_WIDTH = 5
FOLLOWS = ("resume", "skip", "stop", "leave")
RESUME, SKIPS, STOPS, LEAVES_STEPS = range(4)

# an actor and its body
(
    ACTOR_STATE,
    ACTOR_BY,
    ACTOR_SINCE,
    ACTOR_OUT,
    ACTOR_LEFT,
    ACTOR_HERE,
    ACTOR_JOINED,
    ACTOR_TOLD,
    ACTOR_LAST,
    ACTOR_AGAIN,
    ACTOR_PROCESSES,
    ACTOR_COMBATANT,  # in P, or -1
) = range(12)
ACTOR_WIDTH = 12
AT_X, AT_Y, TO_X, TO_Y, LEFT_AT, ARRIVES, COVER, ABOARD = range(8)
BODY_WIDTH = 8
FIRST_OUT, DEAD, DOWN, WOUNDED, ACTIVE, ABSENT = 2, 5, 2, 1, 0, 6

# a combatant, an engagement, a wound
(
    C_ACTOR,
    C_STATE,
    C_JOINED,
    C_HERE,
    C_SHOTS,
    C_HITS,
    C_TAKEN,
    C_HURT_BY,
    C_WOUND,
    C_SUPPRESSION,
    C_SUPPRESSED_AT,
    C_ATTACKER,
    C_ARMOUR,
    C_ENDURANCE,
    C_TOLD,
    C_HERE_TOLD,
    C_WORD,  # in S, with the bit of this one
    C_BIT,
) = range(18)
COMBATANT_WIDTH = 18
BITS = 32  # of a word
(
    E_COMBATANT,
    E_SITE,
    E_WORDS,  # in V: the four words of the shot under way, of a further round, and of `plainly` the shots that come
    E_ROUNDS,
    E_LOAD,
    E_EVERY,
    E_TARGET,
    E_HIT,
    E_DISPERSION,
    E_REACH,
    E_SUPPRESSES,
    E_ENEMIES,
    E_ASSIGNED,
    E_HERE,
    E_ENEMIES_HERE,
    E_TOLD,
    E_STRAIGHT,  # may go straight from one shot to the next
    E_PLAIN,  # `plainly`: where the mean time between its shots stands in F, or 0
    E_STOP,
    E_ONLY_LEFT,
    E_GAP,
    E_BLOCK,
    E_SHAKEN,
    E_GEOMETRY,  # who can be hit depends on reach and walls
    E_ON_GROUND,  # the chance of a hit depends on range and cover
    E_BEGAN,
    E_RADIUS,
    E_HALF_LIFE,
    E_MOVING,
    E_WOUNDS,
    E_BODY,
    E_HIT_STATE,
    E_SHOTS,  # counts of this weapon, or -1
    E_HITS,
    E_STANDING,  # `plainly`: in S, the enemies who can be hit, as bits in the order of the roster
) = range(35)
ENGAGEMENT_WIDTH = 35
AHEAD = 2  # a power of two: shots of a plain shooter that are worked out together, since words wait for each other
WORDS_WIDTH = 8 + 4 * AHEAD
DOCTRINES = ("random", "nearest", "dangerous", "attacker", "assigned")
RANDOM, NEAREST, DANGEROUS, ATTACKER, ASSIGNED = range(5)
W_SHARE, W_DEAD, W_DOWN, W_WOUNDED, W_ARMOURED, W_NAME = range(6)
WOUND_WIDTH = 6

# columns of a row
KEPT, MEASURED, CASES = range(3)
ENDED, AT_HORIZON, FAILED = range(3)
