//! One connection of a client: its requests passed to the upstream one after the other, over a connection of its own.

use super::call::Call;
use super::course::Course;
use super::download::{Download, Failed, LONGEST_HEAD, Way};
use super::head::RequestHead;
use super::inlet::Inlet;
use super::passed::Came;
use super::refusal::Refusal;
use super::relay::write;
use super::transit::Transit;
use super::upload::{Halt, Upload};
use crate::send::Stream;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt, ReadHalf, WriteHalf, split};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::time::timeout;

/// How long a server that keeps a connection open against our wish is watched for stray bytes, and how many are kept.
const STRAY: (Duration, usize) = (Duration::from_millis(100), 64 << 10);

/// How long, and for how many bytes, a client is listened to that was refused: one that still writes would lose the answer.
const LINGER: (Duration, usize) = (Duration::from_secs(1), 256 << 10);

struct Passage {
    client: Inlet<OwnedReadHalf>,
    back: OwnedWriteHalf,
    upstream: Option<Behind>,
    course: Arc<Course>,
}

/// The connection to the upstream.
struct Behind {
    answers: Inlet<ReadHalf<Box<dyn Stream>>>,
    requests: WriteHalf<Box<dyn Stream>>,
    /// Whether it has served before.
    is_used: bool,
}

/// What comes after a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Call,
    End,
    /// As the upstream did, without a word.
    Reset,
}

/// Serves a client until one of the two sides ends it.
pub(super) async fn serve(client: TcpStream, course: Arc<Course>) {
    // Small packets that wait for one another would be measured.
    let _ = client.set_nodelay(true);
    let (reader, back) = client.into_split();
    let mut passage = Passage { client: Inlet::new(reader), back, upstream: None, course };
    let mut next = Next::Call;
    while next == Next::Call {
        next = passage.call().await;
    }
    // Where either fails, the connection is gone already.
    let _ = match next {
        Next::Reset => passage.back.as_ref().set_zero_linger(),
        Next::Call | Next::End => passage.back.shutdown().await,
    };
}

/// Request and answer pass at the same time: what came of the answer, where it was waited for, and why nothing more comes from the client.
async fn both<W: AsyncWrite + Unpin, R: AsyncRead + Unpin>(
    upload: impl Future<Output = Halt>,
    (way, answers): (&mut Way<'_, W>, &mut Inlet<R>),
    has_passed: &AtomicBool,
) -> (Option<Result<Download, Failed>>, Option<Halt>) {
    let mut upload = pin!(upload);
    let mut halt = None;
    let answered = {
        let mut download = pin!(way.pass(answers));
        loop {
            tokio::select! {
                answered = &mut download => break answered,
                halted = &mut upload, if halt.is_none() => halt = Some(halted),
            }
            if matches!(halt, Some(Halt::Gone | Halt::Malformed(_))) {
                return (None, halt);
            }
        }
    };
    // A server that keeps the connection may answer before it has read everything, and read on.
    let reads_on = matches!(&answered, Ok(download) if !download.is_last);
    if reads_on && halt.is_none() && !has_passed.load(Ordering::Relaxed) {
        let passing = poll_fn(|context| match upload.as_mut().poll(context) {
            Poll::Ready(halted) => Poll::Ready(Some(halted)),
            Poll::Pending if has_passed.load(Ordering::Relaxed) => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        });
        halt = tokio::select! {
            halted = passing => halted,
            _ = answers.fill() => Some(Halt::NotTaken),
        };
    }
    (Some(answered), halt)
}

impl Passage {
    async fn call(&mut self) -> Next {
        let head = match self.head().await {
            Ok(Some(head)) => head,
            Ok(None) => return Next::End,
            Err(refusal) => return self.refuse(refusal, "").await,
        };
        let method = head.method.clone();
        let call = match Call::of(head, &self.course.upstream, &self.course.own) {
            Ok(call) => call,
            Err(refusal) => return self.refuse(refusal, &method).await,
        };
        let transit = Transit::begin(&self.course, &call);
        if let Err(problem) = self.connect().await {
            let refusal = Refusal::unreachable(&self.course.upstream.origin(), &problem);
            transit.end(&self.course, Came::Unreachable(refusal.clone()));
            return self.answer(&refusal, &method).await;
        }
        self.pass(call, transit).await
    }

    /// The head of the next request; none where none comes.
    async fn head(&mut self) -> Result<Option<RequestHead>, Refusal> {
        if self.client.waiting().is_empty() && !self.wait().await {
            return Ok(None);
        }
        let limit = self.course.limits.head;
        let read = timeout(limit, self.read_head()).await;
        read.unwrap_or_else(|_| {
            Err(Refusal::of(408, format!("no whole head within {} s", limit.as_secs_f64())))
        })
    }

    async fn read_head(&mut self) -> Result<Option<RequestHead>, Refusal> {
        loop {
            let waiting = self.client.waiting();
            let parsed = RequestHead::parse(waiting)?;
            let length = parsed.as_ref().map_or(waiting.len(), |(_, length)| *length);
            if length > LONGEST_HEAD {
                return Err(Refusal::of(431, format!("a head of more than {LONGEST_HEAD} bytes")));
            }
            if let Some((head, length)) = parsed {
                self.client.take(length);
                return Ok(Some(head));
            }
            if !matches!(self.client.fill().await, Ok(true)) {
                return Ok(None);
            }
        }
    }

    /// Waits for the client to say something; whether it does. What an upstream does to a connection that is not in use, the client sees.
    async fn wait(&mut self) -> bool {
        let Self { client, back, upstream, course } = self;
        let mut stopping = course.stopping.clone();
        let silence = course.limits.silence;
        let stopped = async move {
            // Who could ask for it is gone where this fails.
            let _ = stopping.wait_for(|stop| *stop).await;
        };
        let upstream_says = async {
            let Some(behind) = upstream else { return std::future::pending().await };
            // What is there is passed on, be the connection at its end or not.
            let _ = behind.answers.fill().await;
            behind.answers.take_all()
        };
        tokio::select! {
            filled = client.fill_within(silence) => matches!(filled, Ok(true)),
            () = stopped => false,
            bytes = upstream_says => {
                let _ = write(back, &bytes, silence).await;
                false
            }
        }
    }

    async fn connect(&mut self) -> Result<(), String> {
        if self.upstream.is_none() {
            let (answers, requests) = split(self.course.upstream.connect().await?);
            let answers = Inlet::new(answers);
            self.upstream = Some(Behind { answers, requests, is_used: false });
        }
        Ok(())
    }

    async fn pass(&mut self, call: Call, mut transit: Transit) -> Next {
        let Self { client, back, upstream, course } = self;
        let Some(behind) = upstream else { return Next::End };
        let Call { head, mut framing, is_last, forwarded, .. } = call;
        let (has_passed, has_begun) = (AtomicBool::new(false), AtomicBool::new(false));
        let silence = course.limits.silence;
        let upload = Upload {
            head: forwarded,
            framing: &mut framing,
            content: &mut transit.body,
            silence,
            has_passed: &has_passed,
        };
        let (method, budget) = (head.method.as_str(), &course.budget);
        let mut way = Way { outlet: back, method, budget, silence, has_begun: &has_begun };
        let upload = upload.pass(client, &mut behind.requests);
        let (answered, halt) = both(upload, (&mut way, &mut behind.answers), &has_passed).await;
        let is_reused = std::mem::replace(&mut behind.is_used, true);
        match answered {
            Some(Ok(Download { response, is_last: is_last_there })) => {
                if !is_last && !is_last_there && halt.is_none() {
                    transit.end(course, Came::Answer(response));
                    return Next::Call;
                }
                let number = transit.end_openly(course, response);
                let stray = way.stray(&mut behind.answers, STRAY).await;
                if let Some(number) = number {
                    course.tell_end(number, &stray);
                }
                if !has_passed.load(Ordering::Relaxed) {
                    let _ = self.back.shutdown().await;
                    self.linger().await;
                }
                Next::End
            }
            Some(Err(failed)) => self.fail(transit, failed, (halt, is_reused)),
            None => match halt {
                Some(Halt::Malformed(problem)) if !has_begun.load(Ordering::Relaxed) => {
                    self.refuse(Refusal::bad(problem), method).await
                }
                _ => self.hung_up(transit),
            },
        }
    }

    /// The answer is not whole: the client sees the connection end as the proxy did.
    fn fail(
        &self,
        transit: Transit,
        failed: Failed,
        (halt, is_reused): (Option<Halt>, bool),
    ) -> Next {
        let Failed::Broken { problem, began, is_reset } = failed else {
            return self.hung_up(transit);
        };
        let came = match halt {
            Some(Halt::Closed) => Came::HungUp,
            _ if is_reused && !began => Came::Missed,
            _ => Came::Broken(problem),
        };
        transit.end(&self.course, came);
        if is_reset { Next::Reset } else { Next::End }
    }

    fn hung_up(&self, transit: Transit) -> Next {
        transit.end(&self.course, Came::HungUp);
        Next::End
    }

    /// Answers in place of the upstream, and counts that.
    async fn refuse(&mut self, refusal: Refusal, method: &str) -> Next {
        let next = self.answer(&refusal, method).await;
        self.course.tell_refusal(refusal);
        next
    }

    async fn answer(&mut self, refusal: &Refusal, method: &str) -> Next {
        let answer = refusal.answer(method == "HEAD");
        if write(&mut self.back, &answer, self.course.limits.silence).await.is_ok() {
            let _ = self.back.shutdown().await;
            self.linger().await;
        }
        Next::End
    }

    async fn linger(&mut self) {
        let (limit, most) = LINGER;
        let heard = async {
            let mut left = most;
            while left > 0 && matches!(self.client.fill().await, Ok(true)) {
                left = left.saturating_sub(self.client.take_all().len());
            }
        };
        let _ = timeout(limit, heard).await;
    }
}
