import Foundations
import Synchronization

/// The random numbers of one turn: they follow from the seed in the journal, so that a replay draws the same.
/// SplitMix64 (Steele, Lea, Flood 2014).
final class TurnRandomness: RandomSource {
    private let state: Atomic<UInt64>

    init(seed: UInt64) { state = Atomic(seed) }

    func next() -> UInt64 {
        let gamma: UInt64 = 0x9E37_79B9_7F4A_7C15
        var mixed = state.wrappingAdd(gamma, ordering: .relaxed).newValue
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
