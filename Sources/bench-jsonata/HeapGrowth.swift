import Foundation
import JSONModel

#if canImport(Glibc)
    import Glibc
#endif

/// What a value and an evaluation on it take of memory, in bytes.
struct HeapGrowth {
    var input: Int
    /// The most that was resident while it was evaluated, above what was resident before.
    var evaluation: Int

    /// nil where the system does not tell (Linux does).
    static func measure(
        input make: () throws -> JSONValue, evaluate: (JSONValue) throws -> Void
    ) throws -> HeapGrowth? {
        #if canImport(Glibc)
            trim()
            guard let empty = resident("VmRSS") else { return nil }
            let input = try make()
            // What parsing has freed goes back, so that the evaluation cannot hide in it.
            trim()
            guard let handle = FileHandle(forWritingAtPath: "/proc/self/clear_refs") else { return nil }
            try handle.write(contentsOf: Data("5".utf8))
            guard let before = resident("VmRSS") else { return nil }
            try evaluate(input)
            guard let peak = resident("VmHWM") else { return nil }
            return HeapGrowth(input: before - empty, evaluation: peak - before)
        #else
            return nil
        #endif
    }

    #if canImport(Glibc)
        /// glibc's `malloc_trim`, which Swift's view of its headers leaves out.
        private static func trim() {
            guard let symbol = dlsym(nil, "malloc_trim") else { return }
            _ = unsafeBitCast(symbol, to: (@convention(c) (Int) -> Int32).self)(0)
        }
    #endif

    /// A line of the kernel's account of this process, in bytes.
    private static func resident(_ name: String) -> Int? {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix(name + ":") })
        else { return nil }
        return line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { Int($0) }.map {
            $0 * 1024
        }
    }
}
