//! Two boxes and a bend in, the line that leads from one to the other out.

/// A box, by its middle and its size.
#[derive(Clone, Copy, Debug)]
pub(super) struct Box {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

type Point = (f64, f64);

/// A curve with one control point.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    start: Point,
    control: Point,
    end: Point,
}

/// How far from a box a line ends.
const GAP: f64 = 3.0;

impl Line {
    /// From the edge of one box to the edge of the other, bent to the left of its way.
    pub(super) fn between(from: Box, to: Box, bend: f64) -> Self {
        let (across, down) = (to.x - from.x, to.y - from.y);
        let length = across.hypot(down).max(1.0);
        // A curve comes half as far as its control point.
        let (aside, up) = (2.0 * bend * down / length, -2.0 * bend * across / length);
        let control = (f64::midpoint(from.x, to.x) + aside, f64::midpoint(from.y, to.y) + up);
        Self { start: edge(from, control), control, end: edge(to, control) }
    }

    /// For the attribute `d` of a path.
    pub(super) fn path(&self) -> String {
        let Self { start, control, end } = self;
        format!(
            "M{:.1} {:.1}Q{:.1} {:.1} {:.1} {:.1}",
            start.0, start.1, control.0, control.1, end.0, end.1
        )
    }

    /// The point half way.
    pub(super) fn middle(&self) -> Point {
        let of = |start: f64, control: f64, end: f64| (start + 2.0 * control + end) / 4.0;
        let Self { start, control, end } = self;
        (of(start.0, control.0, end.0), of(start.1, control.1, end.1))
    }
}

/// Where a line to a point leaves a box.
fn edge(of: Box, towards: Point) -> Point {
    let (across, down) = (towards.0 - of.x, towards.1 - of.y);
    let reach = |half: f64, way: f64| if way == 0.0 { f64::INFINITY } else { half / way.abs() };
    let part = reach(of.width / 2.0 + GAP, across).min(reach(of.height / 2.0 + GAP, down)).min(1.0);
    (of.x + across * part, of.y + down * part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_leads_from_edge_to_edge_and_bends_to_its_left() {
        let at = |x: f64, y: f64| Box { x, y, width: 34.0, height: 14.0 };
        for (from, to, bend, path) in [
            (at(0.0, 0.0), at(100.0, 0.0), 0.0, "M20.0 0.0Q50.0 0.0 80.0 0.0"),
            (at(0.0, 0.0), at(0.0, 100.0), 0.0, "M0.0 10.0Q0.0 50.0 0.0 90.0"),
            (at(0.0, 0.0), at(100.0, 0.0), 25.0, "M10.0 -10.0Q50.0 -50.0 90.0 -10.0"),
            (at(0.0, 0.0), at(0.0, 0.0), 0.0, "M0.0 0.0Q0.0 0.0 0.0 0.0"),
        ] {
            assert_eq!(Line::between(from, to, bend).path(), path);
        }
        assert_eq!(Line::between(at(0.0, 0.0), at(100.0, 0.0), 25.0).middle(), (50.0, -30.0));
    }
}
