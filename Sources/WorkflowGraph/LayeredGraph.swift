/// What the layered layout takes: boxes, and lines between them that prefer to go down.
struct LayeredGraph {
    struct Node {
        var size: Size
        /// All lines meet in the middle of its border: a start or an end.
        var isMarker = false
    }

    struct Edge {
        var from: Int
        var to: Int
        var label: Size?
        /// Leaves its box at the right side and not below: a Catch.
        var leavesAside = false
        /// It is no part of the main way.
        var isMinor = false
    }

    var nodes: [Node] = []
    var edges: [Edge] = []
}

/// Where everything went.
struct LayeredPlacement {
    struct Route {
        var path: Path
        var label: Rectangle?
        /// It runs against the layers' direction.
        var isBack: Bool
    }

    var size: Size
    var nodes: [Rectangle]
    /// In the order of the graph's edges.
    var routes: [Route]
    /// The layer of each node, from 0 at the top.
    var layers: [Int]
}

/// The layout's distances, in pixels.
enum Spacing {
    static let besideNodes = 32.0
    static let besideLines = 18.0
    static let lane = 20.0
    static let port = 22.0
    static let elbow = 9.0
    /// Between two horizontal lines in the gap between rows.
    static let track = 9.0
    /// From a row to the first horizontal below it, and from the last one to the next row: room for corners, and
    /// before boxes for an arrow's head too.
    static let belowRow = 12.0
    static let aboveRow = 11.0
    static let aboveBoxes = 21.0
    static let smallestGap = 34.0
    /// Above and below a row of labels.
    static let labelGap = 18.0
}

extension LayeredGraph {
    /// The layered (Sugiyama) layout: break cycles, assign layers, order them with few crossings, place, route.
    /// The same graph gives the same placement.
    func placed() -> LayeredPlacement {
        let ranking = Ranking(self)
        var ranks = RankedItems(self, ranking)
        ranks.arrange()
        ranks.assignPorts()
        let x = BlockPlacement(ranks).positions()
        return Routing(graph: self, ranking: ranking, items: ranks, x: x).placement()
    }
}
