import Foundations
import Testing

@Suite struct TimestampTests {
    @Test func printsISO8601() {
        #expect(Timestamp(milliseconds: 1_709_209_845_123).iso8601 == "2024-02-29T12:30:45.123Z")
        #expect(Timestamp(milliseconds: -1).iso8601 == "1969-12-31T23:59:59.999Z")
        #expect(Timestamp.day(year: 2000, month: 3, day: 1) == 11017)
    }
}
