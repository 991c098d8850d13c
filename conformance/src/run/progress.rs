//! Cases that begin and end in, what a person sees of it on standard error out.

use crate::clock;
use crate::report::{CaseReport, ExchangeReport, one_line, styled};
use crate::settings::Telling;
use crate::terminal::Stream;
use crate::verdict::Verdict;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write;
use std::time::{Duration, Instant};

/// How often the time that has passed is shown anew.
const TICK: Duration = Duration::from_millis(250);

/// What is shown: how many of how many, how many of them failed, for how long, and the case that began last.
const TEMPLATE: &str = "{pos} of {len} judged, {prefix} failed, {elapsed}  {wide_msg}";

/// Tells how far a run is, and of each case as it ends. Once it is dropped, the bar clears itself, and nothing of it is left on the terminal.
#[derive(Debug)]
pub(crate) struct Progress {
    bar: ProgressBar,
    failed: usize,
    /// When each case began that has not ended, by its place in the plan.
    begun: BTreeMap<usize, Instant>,
    verbosity: Verbosity,
    has_colors: bool,
}

/// What is told of a case as it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verbosity {
    Nothing,
    Cases,
    Requests,
}

impl Progress {
    /// Nothing is told.
    pub(crate) fn silent() -> Self {
        Self::of(ProgressBar::hidden(), &Telling::default())
    }

    /// Of so many cases, as it was asked for; how far it is, on a terminal alone.
    pub(crate) fn begin(cases: usize, asked: &Telling) -> Self {
        let is_shown = !asked.quiet && Stream::Log.is_terminal();
        if !is_shown {
            return Self::of(ProgressBar::hidden(), asked);
        }
        let length = u64::try_from(cases).ok();
        let bar = ProgressBar::with_draw_target(length, ProgressDrawTarget::stderr());
        bar.enable_steady_tick(TICK);
        Self::of(bar, asked)
    }

    fn of(bar: ProgressBar, asked: &Telling) -> Self {
        if let Ok(style) = ProgressStyle::with_template(TEMPLATE) {
            bar.set_style(style);
        }
        bar.set_prefix("0");
        let verbosity = match asked.verbose {
            0 => Verbosity::Nothing,
            1 => Verbosity::Cases,
            _ => Verbosity::Requests,
        };
        let has_colors = Stream::Log.has_colors(asked.color());
        Self { bar, failed: 0, begun: BTreeMap::new(), verbosity, has_colors }
    }

    /// The case at a place of the plan begins.
    pub(crate) fn begins(&mut self, place: usize, id: &str) {
        self.begun.insert(place, clock::start());
        self.bar.set_message(one_line(id));
    }

    /// The case at a place of the plan has ended.
    pub(crate) fn ended(&mut self, place: usize, case: &CaseReport) {
        let elapsed = self.begun.remove(&place).map_or(Duration::ZERO, |begun| begun.elapsed());
        if matches!(case.verdict, Verdict::Failed | Verdict::Error(_)) {
            self.failed += 1;
            self.bar.set_prefix(self.failed.to_string());
        }
        self.bar.inc(1);
        if self.verbosity == Verbosity::Nothing {
            return;
        }
        let mut text = line(case, elapsed);
        if self.verbosity == Verbosity::Requests {
            text.extend(case.exchanges.iter().map(request));
        }
        if self.has_colors {
            text = styled(&text);
        }
        // Who closed standard error has seen enough.
        self.bar.suspend(|| drop(std::io::stderr().write_all(text.as_bytes())));
    }
}

fn line(case: &CaseReport, elapsed: Duration) -> String {
    let (mark, because) = match &case.verdict {
        Verdict::Passed => ("pass", None),
        Verdict::Failed => ("FAIL", None),
        Verdict::Waived(because) => ("waive", Some(because)),
        Verdict::Skipped(because) => ("skip", Some(because)),
        Verdict::Error(because) => ("ERROR", Some(because)),
    };
    let mut line = format!("{mark:<5} {}  {} ms", one_line(&case.id), elapsed.as_millis());
    if let Some(because) = because {
        // Writing to a String cannot fail.
        let _ = write!(line, "  {}", one_line(because));
    }
    line.push('\n');
    line
}

fn request(exchange: &ExchangeReport) -> String {
    let ExchangeReport { request, response, interruption, elapsed_ms, .. } = exchange;
    let came = match (response, interruption) {
        (Some(response), _) => response.status.to_string(),
        (None, Some(interruption)) => interruption.clone(),
        (None, None) => "no answer".to_owned(),
    };
    let told = format!("{} {} → {came}", request.method, request.url);
    format!("      {}  {elapsed_ms:.0} ms\n", one_line(&told))
}
