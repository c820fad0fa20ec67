// The pace of a replay: where in the showing (seconds of the viewer's) each moment of the story (seconds of the story's) falls.
//
// An even pace is a straight line. Otherwise a gap g between two things that happen lasts c * log(1 + g / c): short gaps pass as
// they are, long ones shrink, and c is such that the whole lasts as long as the showing should.

const SHOWING = 90;

class Pace {
  constructor(moments, end, even) {
    this.times = [...new Set([0, ...moments.filter(time => time > 0 && time < end), end])].sort((a, b) => a - b);
    const gaps = this.times.slice(1).map((time, i) => time - this.times[i]);
    const whole = gaps.reduce((sum, gap) => sum + gap, 0);
    const shown = even || whole <= SHOWING ? gaps.map(gap => gap * Math.min(1, SHOWING / (whole || 1))) : shrunk(gaps);
    this.places = [0];
    for (const gap of shown) this.places.push(this.places[this.places.length - 1] + gap);
    this.length = this.places[this.places.length - 1] || 1;
  }

  place(time) { return along(this.times, this.places, time); }

  time(place) { return along(this.places, this.times, place); }
}

function shrunk(gaps) {
  const total = c => gaps.reduce((sum, gap) => sum + c * Math.log1p(gap / c), 0);
  let low = 1e-6, high = 1e6;
  for (let step = 0; step < 60; step++) {
    const middle = Math.sqrt(low * high);
    if (total(middle) > SHOWING) high = middle; else low = middle;
  }
  return gaps.map(gap => low * Math.log1p(gap / low));
}

// Straight lines from point to point.
function along(from, to, value) {
  const i = Math.min(Math.max(lastNotAbove(from, value), 0), from.length - 2);
  if (i < 0) return 0;
  const share = from[i + 1] > from[i] ? (value - from[i]) / (from[i + 1] - from[i]) : 1;
  return to[i] + Math.min(1, Math.max(0, share)) * (to[i + 1] - to[i]);
}

const two = number => String(number).padStart(2, '0');

// 02:13 since the start, or 11:32:13 where the story has a time of day.
function moment(stage, time) {
  const seconds = Math.floor((stage.startOfDay ?? 0) + time + 1e-6);
  const hours = Math.floor(seconds / 3600), rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  if (stage.startOfDay !== null) return `${two(hours % 24)}:${rest}`;
  return hours ? `${hours}:${rest}` : rest;
}

// 2:13 left, 0:05 over, 0:47 on.
function reading(seconds, left) {
  const size = Math.round(Math.abs(seconds));
  const word = !left ? 'on' : seconds < 0 && size ? 'over' : 'left';
  return [`${Math.floor(size / 60)}:${two(size % 60)}`, word];
}
