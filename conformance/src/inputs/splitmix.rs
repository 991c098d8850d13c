//! A seed in, a sequence of numbers out that looks random and is the same every time: the generator splitmix64.
//!
//! Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014; the constants are those of the reference code of
//! Vigna. A crate's generator may give other numbers in its next version, and then other bodies would be sent.

/// The generator.
#[derive(Debug)]
pub(super) struct SplitMix64(u64);

impl SplitMix64 {
    /// The sequence of that seed.
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first numbers of the reference code for this seed.
    #[test]
    fn the_numbers_are_those_of_the_reference_code() {
        let mut numbers = SplitMix64::new(1_234_567);
        for expected in
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]
        {
            assert_eq!(numbers.next(), expected);
        }
    }
}
