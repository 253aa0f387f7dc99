//! Puts functions whose code is alike near one another. The parts travel compressed, and gzip finds again only what stands
//! less than 32 KB back.

use std::collections::BTreeMap;

/// Bytes of code that are compared with others at a time.
const RUN: usize = 5;
/// Bytes of code that the next function is compared with, about as many as gzip looks back.
const WINDOW: usize = 30_000;
/// Runs that more functions have than these tell none apart.
const MOST_OWNERS: usize = 200;
/// What large functions have in common with others is more than what small ones have, by their size to this power.
const OF_SIZE: f64 = 0.7;

/// An order of some functions' codes that begins with the first: then always the one that has most in common with those
/// just before it.
pub fn order(codes: &[Vec<u8>]) -> Vec<usize> {
    let runs = Runs::of(codes);
    let mut common = Common { runs: &runs, inside: vec![0; runs.owners.len()], scores: vec![0.0; codes.len()] };
    let sizes: Vec<f64> = codes.iter().map(|code| (code.len().max(1) as f64).powf(OF_SIZE)).collect();
    let mut left: Vec<usize> = (0..codes.len()).collect();
    let mut order: Vec<usize> = Vec::with_capacity(codes.len());
    let (mut first, mut bytes) = (0, 0);
    while !left.is_empty() {
        let score = |function: &usize| common.scores[*function] / sizes[*function];
        let better = |best: usize, at: usize| if score(&left[best]) < score(&left[at]) { at } else { best };
        let next = left.remove((0..left.len()).fold(0, better));
        order.push(next);
        common.enter(next);
        bytes += codes[next].len();
        while WINDOW < bytes && first + 1 < order.len() {
            common.leave(order[first]);
            bytes -= codes[order[first]].len();
            first += 1;
        }
    }
    order
}

/// The runs of bytes that several functions have.
struct Runs {
    /// Of each function.
    of: Vec<Vec<usize>>,
    /// The functions of each run.
    owners: Vec<Vec<usize>>,
}

impl Runs {
    fn of(codes: &[Vec<u8>]) -> Runs {
        let mut owners: BTreeMap<&[u8], Vec<usize>> = BTreeMap::new();
        for (function, code) in codes.iter().enumerate() {
            for run in code.windows(RUN) {
                let owners = owners.entry(run).or_default();
                if owners.last() != Some(&function) {
                    owners.push(function);
                }
            }
        }
        let owners: Vec<Vec<usize>> =
            owners.into_values().filter(|owners| (2..MOST_OWNERS).contains(&owners.len())).collect();
        let mut of = vec![Vec::new(); codes.len()];
        for (run, owners) in owners.iter().enumerate() {
            owners.iter().for_each(|function| of[*function].push(run));
        }
        Runs { of, owners }
    }
}

/// What each function has in common with those in the window; a run that few have counts more.
struct Common<'a> {
    runs: &'a Runs,
    /// How many functions in the window have each run.
    inside: Vec<u32>,
    scores: Vec<f64>,
}

impl Common<'_> {
    fn enter(&mut self, function: usize) {
        for run in &self.runs.of[function] {
            self.inside[*run] += 1;
            if self.inside[*run] == 1 {
                self.count(*run, 1.0);
            }
        }
    }

    fn leave(&mut self, function: usize) {
        for run in &self.runs.of[function] {
            self.inside[*run] -= 1;
            if self.inside[*run] == 0 {
                self.count(*run, -1.0);
            }
        }
    }

    fn count(&mut self, run: usize, sign: f64) {
        let owners = &self.runs.owners[run];
        let share = sign / owners.len() as f64;
        owners.iter().for_each(|owner| self.scores[*owner] += share);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alike_ones_stand_together_and_none_is_lost() {
        let code = |text: &str| text.as_bytes().to_vec();
        let codes = [code("aaaabbbbcccc"), code("0123456789"), code("bbbbccccdddd"), code("x"), code("3456789012")];
        assert_eq!(order(&codes), [0, 2, 1, 4, 3]);
        assert_eq!(order(&[]), [0; 0]);
        let many: Vec<Vec<u8>> =
            (0..300_u32).map(|n| [n % 7, n % 5, 9].repeat(99).iter().map(|n| *n as u8).collect()).collect();
        let mut all = order(&many);
        let near = all.windows(2).filter(|pair| many[pair[0]] == many[pair[1]]).count();
        assert!(250 < near, "{near}");
        all.sort_unstable();
        assert!(all.into_iter().eq(0..300));
    }
}
