import ConformanceSuites
import JSONModel
import ServicePorts
import Testing

/// Map states in DISTRIBUTED mode: datasets, batches, results in buckets, and the API of Map Runs.
/// https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
@Suite struct MapRunTests {
    /// `map` stands in the Map state, `processor` are its states.
    static func machine(
        _ map: String = "", type: String = "STANDARD", processor: String = #""P":{"Type":"Pass","End":true}"#
    ) -> String {
        """
        {"StartAt":"M","States":{"M":{"Type":"Map","End":true\(map),
          "ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"\(type)"},"StartAt":"P",
          "States":{\(processor)}}}}}
        """
    }

    static let publish = #""P":{"Type":"Task","Resource":"arn:aws:states:::aws-sdk:sns:publish","End":true}"#

    static func reader(_ config: String, key: String = "in") -> String {
        #","ItemReader":{"Resource":"arn:aws:states:::s3:getObject","Parameters":{"Bucket":"b","Key":"\#(key)"},"ReaderConfig":{\#(config)}}"#
    }

    static let csv = reader(#""InputType":"CSV","CSVHeaderLocation":"FIRST_ROW""#)
    static let writer =
        #","ResultWriter":{"Resource":"arn:aws:states:::s3:putObject","Parameters":{"Bucket":"b","Prefix":"out"}}"#

    private func output(_ execution: JSONObject) throws -> JSONValue {
        try JSONValue(parsing: execution.string("output") ?? "null")
    }

    @Test func rowsBecomeExecutionsAndTheirResultsFiles() async throws {
        let bucket = Bucket(["in": "id,name\n1,Ann\n2,\"Bob, Jr\"\n3,\n"])
        let world = try World(services: [bucket])
        let execution = try await world.run(Self.machine(#","Label":"Rows""# + Self.csv + Self.writer))
        #expect(execution.string("status") == "SUCCEEDED")
        let result = try output(execution)
        let arn = result["MapRunArn"]?.stringValue ?? ""
        #expect(arn.hasPrefix("arn:aws:states:us-east-1:000000000000:mapRun:m/Rows:"))
        let id = arn.split(separator: ":").last ?? ""
        #expect(result["ResultWriterDetails"] == ["Bucket": "b", "Key": .string("out/\(id)/manifest.json")])
        let manifest = try bucket.json("out/\(id)/manifest.json")
        #expect(manifest["DestinationBucket"] == "b")
        #expect(manifest["MapRunArn"] == .string(arn))
        #expect(manifest["ResultFiles"]?["FAILED"] == [])
        #expect(manifest["ResultFiles"]?["PENDING"] == [])
        let results = try bucket.json("out/\(id)/SUCCEEDED_0.json").arrayValue ?? []
        #expect(
            manifest["ResultFiles"]?["SUCCEEDED"]
                == [
                    [
                        "Key": .string("out/\(id)/SUCCEEDED_0.json"),
                        "Size": .int(bucket.text("out/\(id)/SUCCEEDED_0.json")?.utf8.count ?? 0),
                    ]
                ])
        #expect(
            results.map { $0["Output"] } == [
                #"{"id":"1","name":"Ann"}"#, #"{"id":"2","name":"Bob, Jr"}"#, #"{"id":"3","name":""}"#,
            ])
        let child = results[0]
        #expect(child["Status"] == "SUCCEEDED")
        #expect(child["StateMachineArn"] == "arn:aws:states:us-east-1:000000000000:stateMachine:m/Rows")
        let name = child["Name"]?.stringValue ?? ""
        #expect(child["ExecutionArn"] == .string("arn:aws:states:us-east-1:000000000000:execution:m/Rows:\(name)"))
        let described = try await world.call("DescribeExecution", ["executionArn": child["ExecutionArn"] ?? ""])
        #expect(described["mapRunArn"] == .string(arn))
        #expect(described["input"] == #"{"id":"1","name":"Ann"}"#)
        let types = try await world.history(child["ExecutionArn"]?.stringValue ?? "").map { $0.string("type") }
        #expect(types == ["ExecutionStarted", "PassStateEntered", "PassStateExited", "ExecutionSucceeded"])
        let run = try await world.call("DescribeMapRun", ["mapRunArn": .string(arn)])
        #expect(run["status"] == "SUCCEEDED")
        #expect(run["executionArn"] == execution["executionArn"])
        #expect(run["itemCounts"]?["succeeded"] == 3)
        #expect(run["executionCounts"]?["total"] == 3)
        #expect(run["executionCounts"]?["resultsWritten"] == 3)
        let list = try await world.call("ListExecutions", ["mapRunArn": .string(arn)])
        #expect(list.array("executions")?.count == 3)
        #expect(list.array("executions")?.first?["itemCount"] == 1)
        let runs = try await world.call("ListMapRuns", ["executionArn": execution["executionArn"] ?? ""])
        #expect(runs.array("mapRuns")?.map { $0["mapRunArn"] } == [.string(arn)])
        // The machine's own executions are others.
        let own = try await world.call("ListExecutions", ["stateMachineArn": execution["stateMachineArn"] ?? ""])
        #expect(own.array("executions")?.count == 1)
        await world.end()
        world.remove()
    }

    @Test func itemsGoInBatches() async throws {
        let world = try World()
        let more =
            #","ItemsPath":"$.xs","ItemSelector":{"v.$":"$$.Map.Item.Value","all.$":"$.who"},"#
            + #""ItemBatcher":{"MaxItemsPerBatch":2,"BatchInput":{"who.$":"$.who"}}"#
        let execution = try await world.run(Self.machine(more), input: #"{"xs":[1,2,3],"who":"w"}"#)
        #expect(
            try output(execution) == [
                ["BatchInput": ["who": "w"], "Items": [["v": 1, "all": "w"], ["v": 2, "all": "w"]]],
                ["BatchInput": ["who": "w"], "Items": [["v": 3, "all": "w"]]],
            ])
        let runs = try await world.call("ListMapRuns", ["executionArn": execution["executionArn"] ?? ""])
        let run = try await world.call("DescribeMapRun", ["mapRunArn": runs["mapRuns"]?[0]?["mapRunArn"] ?? ""])
        #expect(run["itemCounts"]?["total"] == 3)
        #expect(run["executionCounts"]?["total"] == 2)
        await world.end()
        world.remove()
    }

    @Test func bytesLimitABatch() async throws {
        let world = try World()
        let more = #","ItemBatcher":{"MaxInputBytesPerBatch":24}"#
        let execution = try await world.run(Self.machine(more), input: #"["aaaa","bbbb","cccc"]"#)
        // {"Items":["aaaa","bbbb"]} would be 25 bytes.
        #expect(try output(execution) == [["Items": ["aaaa"]], ["Items": ["bbbb"]], ["Items": ["cccc"]]])
        await world.end()
        world.remove()
    }

    @Test(arguments: [
        (#""InputType":"JSON""#, "[1,[2]]", "[1,[2]]"),
        (#""InputType":"JSON","ItemsPointer":"/a/b~1c""#, #"{"a":{"b/c":[7]}}"#, "[7]"),
        (#""InputType":"JSON""#, #"{"k":1,"l":2}"#, #"[{"Key":"k","Value":1},{"Key":"l","Value":2}]"#),
        (#""InputType":"JSONL""#, "{\"a\":1}\n\n{\"a\":2}\n", #"[{"a":1},{"a":2}]"#),
        (
            #""InputType":"CSV","CSVHeaderLocation":"GIVEN","CSVHeaders":["a","b"],"CSVDelimiter":"PIPE","MaxItems":2"#,
            "1|x\r\n2|y|z\n3|w", #"[{"a":"1","b":"x"},{"a":"2","b":"y"}]"#
        ),
    ])
    func datasetsAreRead(_ config: String, _ text: String, _ items: String) async throws {
        let world = try World(services: [Bucket(["in": text])])
        let execution = try await world.run(Self.machine(Self.reader(config)))
        #expect(execution.string("output") == items)
        await world.end()
        world.remove()
    }

    @Test func listingsAreRead() async throws {
        let world = try World(services: [Bucket(["d/1": "[1,2]", "d/2": "[3]", "d/3": "[4]", "e": "[9]"])])
        let reader =
            #","ItemReader":{"Resource":"arn:aws:states:::s3:listObjectsV2","Parameters":{"Bucket":"b","Prefix":"d/"}"#
        let select = #","ItemSelector":{"k.$":"$$.Map.Item.Value.Key"}"#
        let execution = try await world.run(Self.machine(reader + "}" + select))
        #expect(try output(execution) == [["k": "d/1"], ["k": "d/2"], ["k": "d/3"]])
        let flat = #","ReaderConfig":{"InputType":"JSON","Transformation":"LOAD_AND_FLATTEN","MaxItems":3}}"#
        let machine = try await world.machine(Self.machine(reader + flat), name: "flat")
        let told = world.events.subscribe()
        let started = try await world.call("StartExecution", ["stateMachineArn": machine])
        let ended = try await world.ended(started.string("executionArn") ?? "", told)
        #expect(ended.string("output") == "[1,2,3]")
        await world.end()
        world.remove()
    }

    @Test func manifestsNameWhatIsRead() async throws {
        let bucket = Bucket([
            "m.json": #"{"sourceBucket":"s","destinationBucket":"arn:aws:s3:::b","fileFormat":"CSV","#
                + #""fileSchema":"Bucket, Key, Size","files":[{"key":"i1.csv","size":1},{"key":"i2.csv","size":1}]}"#,
            "i1.csv": "\"s\",\"a/1\",\"3\"\n\"s\",\"a/2\",\"4\"\n", "i2.csv": "\"s\",\"b\",\"5\"\n",
            "u": "s3://b/u1.jsonl\ns3://b/u2.jsonl\n", "u1.jsonl": #"{"n":1}"#, "u2.jsonl": #"{"n":2}"#,
        ])
        let world = try World(services: [bucket])
        let inventory = Self.reader(#""InputType":"MANIFEST","MaxItems":3"#, key: "m.json")
        let execution = try await world.run(Self.machine(inventory))
        #expect(
            try output(execution) == [
                ["Bucket": "s", "Key": "a/1", "Size": "3"], ["Bucket": "s", "Key": "a/2", "Size": "4"],
                ["Bucket": "s", "Key": "b", "Size": "5"],
            ])
        let athena = Self.reader(#""InputType":"JSONL","ManifestType":"ATHENA_DATA""#, key: "u")
        let machine = try await world.machine(Self.machine(athena), name: "athena")
        let told = world.events.subscribe()
        let started = try await world.call("StartExecution", ["stateMachineArn": machine])
        let ended = try await world.ended(started.string("executionArn") ?? "", told)
        #expect(ended.string("output") == #"[{"n":1},{"n":2}]"#)
        await world.end()
        world.remove()
    }

    @Test(arguments: [
        (
            reader(#""InputType":"JSON""#, key: "nowhere"), "States.ItemReaderFailed",
            "The specified key does not exist."
        ),
        (
            reader(#""InputType":"JSON""#, key: "scalar"), "States.ItemReaderFailed",
            "Attempting to map over non-iterable"
        ),
        (reader(#""InputType":"PARQUET""#), "States.ItemReaderFailed", "Parquet datasets are not read here."),
        (
            csv + writer.replacing(#""Bucket":"b""#, with: #""Bucket":"c""#), "States.ResultWriterFailed",
            "Failed to write a test manifest into given output bucket. The specified bucket does not exist"
        ),
    ])
    func whatCannotBeReadOrWrittenFailsByName(_ map: String, _ error: String, _ cause: String) async throws {
        let world = try World(services: [Bucket(["in": "a\n1\n", "scalar": "5"])])
        let execution = try await world.run(Self.machine(map))
        #expect(execution.string("error") == error)
        #expect(execution.string("cause")?.hasPrefix(cause) == true)
        let types = try await world.history(execution.string("executionArn") ?? "").compactMap { $0.string("type") }
        #expect(
            types == [
                "ExecutionStarted", "MapStateEntered", "MapStateStarted", "MapRunStarted", "MapRunFailed",
                "MapStateFailed", "ExecutionFailed",
            ])
        await world.end()
        world.remove()
    }

    @Test func resultsComeInTheirForms() async throws {
        let bucket = Bucket()
        let world = try World(services: [bucket])
        for (transformation, type, expected) in [
            ("COMPACT", "JSON", "[[1,2],[3]]"), ("FLATTEN", "JSON", "[1,2,3]"), ("FLATTEN", "JSONL", "1\n2\n3"),
        ] {
            let config = #""WriterConfig":{"Transformation":"\#(transformation)","OutputType":"\#(type)"}"#
            let name = transformation + type
            let exported = Self.writer.dropLast() + "," + config + "}"
            let machine = try await world.machine(Self.machine(String(exported)), name: name)
            let told = world.events.subscribe()
            let started = try await world.call("StartExecution", ["stateMachineArn": machine, "input": "[[1,2],[3]]"])
            let execution = try await world.ended(started.string("executionArn") ?? "", told)
            let key = try output(execution)["ResultWriterDetails"]?["Key"]?.stringValue ?? ""
            let file = try bucket.json(key)["ResultFiles"]?["SUCCEEDED"]?[0]?["Key"]?.stringValue ?? ""
            #expect(file.hasSuffix(type == "JSON" ? "SUCCEEDED_0.json" : "SUCCEEDED_0.jsonl"))
            #expect(bucket.text(file) == expected)
        }
        // Without a bucket the form is that of the state's output.
        let plain = #","ResultWriter":{"WriterConfig":{"Transformation":"FLATTEN","OutputType":"JSON"}}"#
        let execution = try await world.run(Self.machine(plain), input: "[[1,2],[3]]", name: "plain")
        #expect(execution.string("output") == "[1,2,3]")
        await world.end()
        world.remove()
    }

    @Test func aFailedRunTellsWhatFailedAndWhatWasNotStarted() async throws {
        let bucket = Bucket()
        let world = try World(services: [bucket])
        let fail = #""P":{"Type":"Fail","Error":"Bad","Cause":"no"}"#
        let execution = try await world.run(
            Self.machine(#","MaxConcurrency":1"# + Self.writer, processor: fail), input: "[1,2,3]")
        #expect(execution.string("error") == "States.ExceedToleratedFailureThreshold")
        let failed = bucket.keys.first { $0.hasSuffix("/FAILED_0.json") } ?? ""
        let record = try bucket.json(failed)[0]
        #expect(record?["Error"] == "Bad")
        #expect(record?["Cause"] == "no")
        #expect(record?["Status"] == "FAILED")
        let pending = bucket.keys.first { $0.hasSuffix("/PENDING_0.json") } ?? ""
        #expect(
            try bucket.json(pending) == [
                ["Input": "2", "InputDetails": ["Included": true], "Status": "PENDING"],
                ["Input": "3", "InputDetails": ["Included": true], "Status": "PENDING"],
            ])
        await world.end()
        world.remove()
    }

    @Test func fieldsTakeExpressions() async throws {
        let bucket = Bucket(["in": #"{"list":[{"v":1},{"v":2},{"v":3}]}"#])
        let world = try World(services: [bucket])
        let definition = #"""
            {"QueryLanguage":"JSONata","StartAt":"M","States":{"M":{"Type":"Map","End":true,
              "MaxConcurrency":"{% $states.input.most %}","ToleratedFailurePercentage":"{% 10 + 10 %}",
              "ItemReader":{"Resource":"arn:aws:states:::s3:getObject",
                "Arguments":{"Bucket":"b","Key":"{% $states.input.key %}"},
                "ReaderConfig":{"InputType":"JSON","ItemsPointer":"/list","MaxItems":"{% $states.input.most %}"}},
              "ItemSelector":{"n":"{% $states.context.Map.Item.Value.v * 10 %}","i":"{% $states.context.Map.Item.Index %}"},
              "ItemBatcher":{"MaxItemsPerBatch":"{% 1 + 1 %}","BatchInput":{"k":"{% $states.input.key %}"}},
              "Output":"{% $states.result.sum %}",
              "ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},"StartAt":"P","States":{
                "P":{"Type":"Pass","End":true,"Output":{"sum":"{% $sum($states.input.Items.n) %}","k":"{% $states.input.BatchInput.k %}"}}}}}}}
            """#
        let execution = try await world.run(definition, input: #"{"key":"in","most":3}"#)
        #expect(execution.string("output") == "[30,30]", "\(execution)")
        let runs = try await world.call("ListMapRuns", ["executionArn": execution["executionArn"] ?? ""])
        let run = try await world.call("DescribeMapRun", ["mapRunArn": runs["mapRuns"]?[0]?["mapRunArn"] ?? ""])
        #expect(run["maxConcurrency"] == 3)
        #expect(run["toleratedFailurePercentage"] == 20)
        await world.end()
        world.remove()
    }

    @Test func expressChildrenAreRemembered() async throws {
        let world = try World()
        let execution = try await world.run(Self.machine(type: "EXPRESS"), input: "[1,2]")
        #expect(execution.string("output") == "[1,2]")
        let runs = try await world.call("ListMapRuns", ["executionArn": execution["executionArn"] ?? ""])
        let children = try await world.call("ListExecutions", ["mapRunArn": runs["mapRuns"]?[0]?["mapRunArn"] ?? ""])
        #expect(children.array("executions")?.map { $0["status"] } == ["SUCCEEDED", "SUCCEEDED"])
        let arn = children["executions"]?[0]?["executionArn"] ?? ""
        #expect(arn.stringValue?.hasPrefix("arn:aws:states:us-east-1:000000000000:express:m/") == true)
        #expect(try await world.call("DescribeExecution", ["executionArn": arn])["status"] == "SUCCEEDED")
        await world.end()
        world.remove()
    }

    @Test(arguments: [
        ("", "FAILED"), (#","ToleratedFailureCount":0"#, "FAILED"), (#","ToleratedFailureCount":1"#, "SUCCEEDED"),
        (#","ToleratedFailurePercentage":33"#, "FAILED"), (#","ToleratedFailurePercentage":34"#, "SUCCEEDED"),
        (#","ToleratedFailureCount":1,"ToleratedFailurePercentage":10"#, "FAILED"),
    ])
    func failuresAreToleratedUpToTheLimit(_ limit: String, _ status: String) async throws {
        let topics = ScriptedService("sns", ["Publish"]) { request in
            if request.input["Message"] == "bad" { throw AWSError("InvalidParameter", "bad") }
            return ServiceResponse(["MessageId": "m"])
        }
        let world = try World(services: [topics])
        let execution = try await world.run(
            Self.machine(limit, processor: Self.publish), input: #"[{"Message":"bad"},{"Message":"m"},{"Message":"m"}]"#
        )
        #expect(execution.string("status") == status)
        if status == "FAILED" {
            #expect(execution.string("error") == "States.ExceedToleratedFailureThreshold")
            #expect(execution.string("cause") == "The specified tolerated failure threshold was exceeded")
        } else {
            let results = try output(execution)
            #expect(results[0]?["Status"] == "FAILED")
            #expect(results[0]?["Error"] == "Sns.InvalidParameterException")
            #expect(results[1] == ["MessageId": "m"])
        }
        await world.end()
        world.remove()
    }

    @Test func asManyRunAtOnceAsAllowed() async throws {
        let world = try World()
        let wait = #""P":{"Type":"Wait","Seconds":1000,"End":true}"#
        let machine = try await world.machine(Self.machine(#","MaxConcurrency":2"#, processor: wait))
        let started = try await world.call("StartExecution", ["stateMachineArn": machine, "input": "[1,2,3,4,5]"])
        let arn = try await world.runningMapRun(of: started["executionArn"] ?? "", children: 2)
        let run = try await world.call("DescribeMapRun", ["mapRunArn": arn])
        #expect(run["maxConcurrency"] == 2)
        #expect(run["executionCounts"]?["pending"] == 3)
        _ = try await world.call("UpdateMapRun", ["mapRunArn": arn, "maxConcurrency": 4, "toleratedFailureCount": 7])
        _ = try await world.runningMapRun(of: started["executionArn"] ?? "", children: 4)
        #expect(try await world.call("DescribeMapRun", ["mapRunArn": arn])["toleratedFailureCount"] == 7)
        _ = try await world.call("StopExecution", ["executionArn": started["executionArn"] ?? ""])
        let types = try await world.history(started.string("executionArn") ?? "").compactMap { $0.string("type") }
        #expect(types.suffix(2) == ["MapRunAborted", "ExecutionAborted"])
        let children = try await world.settled(arn, status: "ABORTED")
        #expect(children.map { $0["status"] } == Array(repeating: "ABORTED", count: 4))
        await #expect(throws: AWSError.self) { try await world.call("UpdateMapRun", ["mapRunArn": arn]) }
        await world.end()
        world.remove()
    }

    @Test func aMapRunThatIsNotThereIsNotFound() async throws {
        let world = try World()
        for (arn, code) in [
            ("arn:aws:states:us-east-1:000000000000:mapRun:m/L:x", "ResourceNotFound"),
            ("arn:aws:states:us-east-1:000000000000:execution:m:x", "InvalidArn"), ("x", "InvalidArn"),
        ] {
            for operation in ["DescribeMapRun", "UpdateMapRun"] {
                let error = await #expect(throws: AWSError.self) {
                    try await world.call(operation, ["mapRunArn": .string(arn)])
                }
                #expect(error?.code == code)
            }
        }
        await world.end()
        world.remove()
    }
}

extension World {
    /// The ARN of an execution's only Map Run, once so many of its children run.
    func runningMapRun(of execution: JSONValue, children: Int) async throws -> JSONValue {
        for _ in 0..<100_000 {
            let runs = try await call("ListMapRuns", ["executionArn": execution])
            if let arn = runs["mapRuns"]?[0]?["mapRunArn"] {
                let list = try await call("ListExecutions", ["mapRunArn": arn, "statusFilter": "RUNNING"])
                if list.array("executions")?.count == children { return arn }
            }
            await Task.yield()
        }
        throw AWSError("Timeout", "no Map Run with \(children) children")
    }

    /// A Map Run's children, once it and all of them have that status.
    func settled(_ mapRun: JSONValue, status: String) async throws -> [JSONValue] {
        for _ in 0..<100_000 {
            let run = try await call("DescribeMapRun", ["mapRunArn": mapRun])
            if run["status"]?.stringValue == status {
                return try await call("ListExecutions", ["mapRunArn": mapRun]).array("executions") ?? []
            }
            await Task.yield()
        }
        throw AWSError("Timeout", "the Map Run is not \(status)")
    }
}
