import AWSShapes
import JSONModel
import Testing

@Suite struct ServiceShapesTests {
    @Test func everyServiceCanBeRead() throws {
        #expect(ServiceShapes.names.count > 400)
        var operations = 0
        for name in ServiceShapes.names {
            let shapes = try #require(ServiceShapes.named(name), "\(name)")
            #expect(!shapes.operations.isEmpty, "\(name)")
            for operation in shapes.operations.values {
                for position in [operation.input, operation.output].compactMap(\.self) {
                    _ = shapes.structure(position)
                }
                operations += 1
            }
        }
        #expect(operations > 18_000)
    }

    /// As the API reference of Step Functions has it.
    @Test func anOperationsShapes() throws {
        let shapes = try #require(ServiceShapes.named("sfn"))
        #expect(shapes.endpointPrefix == "states" && shapes.errorPrefix == "Sfn")
        let operation = try #require(shapes.operation("startExecution"))
        #expect(operation.name == "StartExecution")
        let input = shapes.structure(operation.input ?? -1)
        #expect(input.map(\.name) == ["stateMachineArn", "name", "input", "traceHeader"])
        #expect(input.map(\.isRequired) == [true, false, false, false])
        #expect(input[1].type == .string(.init(1, 80)))
        let output = shapes.structure(operation.output ?? -1)
        #expect(output.map(\.name) == ["executionArn", "startDate"])
        #expect(output.map(\.isRequired) == [true, true])
        #expect(output[1].type == .timestamp(isWhole: false))
        #expect(shapes.operation("startSomething") == nil)
        #expect(ServiceShapes.named("nosuchservice") == nil)
    }

    /// Names and prefixes that do not follow from the endpoint, from the list in the developer guide.
    @Test(arguments: [
        ("acmpca", "AcmPca"), ("apigatewayv2", "ApiGatewayV2"), ("applicationautoscaling", "ApplicationAutoScaling"),
        ("applicationdiscovery", "ApplicationDiscovery"), ("billingconductor", "Billingconductor"),
        ("cloudwatchlogs", "CloudWatchLogs"), ("codeartifact", "Codeartifact"),
        ("codestarnotifications", "CodestarNotifications"), ("costandusagereport", "CostAndUsageReport"),
        ("databasemigration", "DatabaseMigration"), ("directory", "Directory"), ("dynamodb", "DynamoDb"),
        ("ec2", "Ec2"), ("elasticloadbalancingv2", "ElasticLoadBalancingV2"), ("elasticsearch", "Elasticsearch"),
        ("emr", "Emr"), ("eventbridge", "EventBridge"), ("forecastquery", "Forecastquery"), ("fsx", "FSx"),
        ("glue", "Glue"), ("iotsitewise", "IoTSiteWise"), ("iotwireless", "IotWireless"),
        ("lexmodelbuilding", "LexModelBuilding"), ("mturk", "MTurk"), ("opensearch", "OpenSearch"),
        ("pinpointsmsvoicev2", "PinpointSmsVoiceV2"), ("rds", "Rds"), ("resiliencehub", "Resiliencehub"),
        ("resourcegroupstaggingapi", "ResourceGroupsTaggingApi"), ("s3", "S3"),
        ("sagemakera2iruntime", "SageMakerA2IRuntime"), ("secretsmanager", "SecretsManager"), ("ses", "Ses"),
        ("sfn", "Sfn"), ("sqs", "Sqs"), ("timestreaminfluxdb", "TimestreamInfluxDb"), ("wafv2", "Wafv2"),
        ("xray", "XRay"),
    ])
    func errorPrefixes(_ name: String, _ prefix: String) {
        #expect(ServiceShapes.named(name)?.errorPrefix == prefix)
    }

    @Test(arguments: [
        ("DBInstanceIdentifier", "DbInstanceIdentifier"), ("startDate", "StartDate"), ("ETag", "ETag"),
        ("ARN", "Arn"), ("MD5OfMessageBody", "Md5OfMessageBody"), ("equals", "EqualsValue"), ("Bucket", "Bucket"),
        ("VPCSecurityGroupIds", "VpcSecurityGroupIds"), ("IPv6", "IPv6"), ("BOOL", "Bool"), ("NULL", "Nul"),
    ])
    func membersAsTheSDKNamesThem(_ member: String, _ name: String) {
        #expect(ShapeNaming.sdk.name(of: member) == name)
    }

    @Test func membersOfOptimizedIntegrations() {
        #expect(ShapeNaming.capitalized.name(of: "executionArn") == "ExecutionArn")
        #expect(ShapeNaming.capitalized.name(of: "MD5OfMessageBody") == "MD5OfMessageBody")
    }

    @Test(arguments: [
        ("BucketAlreadyExists", "BucketAlreadyExistsException"),
        ("ResourceNotFoundException", "ResourceNotFoundException"),
        ("DBInstanceNotFoundFault", "DbInstanceNotFoundException"),
        ("ExecutionDoesNotExist", "ExecutionDoesNotExistException"),
        ("KMSInvalidStateException", "KmsInvalidStateException"),
    ])
    func errorNames(_ shape: String, _ name: String) {
        #expect(ShapeNaming.errorName(of: shape) == name)
    }
}
