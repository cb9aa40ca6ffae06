/// What an optimized integration calls, and how it words errors.
/// https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html
struct OptimizedIntegration: Sendable {
    /// In ``ServiceShapes``; nil for what is no AWS API: `http`.
    var shapes: String?
    /// Of error names: `Glue`.
    var errorPrefix: String
    /// Of causes: `AWSGlue`.
    var causeService: String

    static func named(_ service: String, action: String) -> OptimizedIntegration? {
        if service == "bedrock", action == "invokeModel" {
            return OptimizedIntegration(
                shapes: "bedrockruntime", errorPrefix: "Bedrock", causeService: "BedrockRuntime")
        }
        return all[service].map {
            OptimizedIntegration(shapes: $0.shapes, errorPrefix: $0.prefix, causeService: $0.cause)
        }
    }

    /// The API's operation where it is not the action.
    static func operation(_ service: String, _ action: String) -> String {
        operations[service + ":" + action] ?? action.prefix(1).uppercased() + action.dropFirst()
    }

    private static let all: [String: (shapes: String?, prefix: String, cause: String)] = [
        "apigateway": (nil, "ApiGateway", "ApiGateway"),
        "athena": ("athena", "Athena", "AmazonAthena"),
        "batch": ("batch", "Batch", "AWSBatch"),
        "bedrock": ("bedrock", "Bedrock", "Bedrock"),
        "codebuild": ("codebuild", "CodeBuild", "AWSCodeBuild"),
        "databrew": ("databrew", "GlueDataBrew", "AWSGlueDataBrew"),
        "dynamodb": ("dynamodb", "DynamoDB", "AmazonDynamoDBv2"),
        "ecs": ("ecs", "ECS", "AmazonECS"),
        "eks": ("eks", "EKS", "AmazonEKS"),
        "elasticmapreduce": ("emr", "ElasticMapReduce", "AmazonElasticMapReduce"),
        "emr-containers": ("emrcontainers", "EMRContainers", "AmazonEMRContainers"),
        "emr-serverless": ("emrserverless", "EMRServerless", "AWSEMRServerless"),
        "events": ("eventbridge", "EventBridge", "AmazonEventBridge"),
        "glue": ("glue", "Glue", "AWSGlue"),
        "http": (nil, "Http", "Http"),
        "lambda": ("lambda", "Lambda", "AWSLambda"),
        "mediaconvert": ("mediaconvert", "MediaConvert", "AWSMediaConvert"),
        "sagemaker": ("sagemaker", "SageMaker", "AmazonSageMaker"),
        "sns": ("sns", "SNS", "AmazonSNS"),
        "sqs": ("sqs", "SQS", "AmazonSQS"),
        "states": ("sfn", "StepFunctions", "AWSStepFunctions"),
    ]

    /// https://docs.aws.amazon.com/step-functions/latest/dg/connect-emr.html
    private static let operations = [
        "elasticmapreduce:createCluster": "RunJobFlow", "elasticmapreduce:addStep": "AddJobFlowSteps",
        "elasticmapreduce:cancelStep": "CancelSteps", "elasticmapreduce:terminateCluster": "TerminateJobFlows",
        "elasticmapreduce:setClusterTerminationProtection": "SetTerminationProtection",
        "elasticmapreduce:modifyInstanceFleetByName": "ModifyInstanceFleet",
        "elasticmapreduce:modifyInstanceGroupByName": "ModifyInstanceGroups",
    ]

    /// Actions whose parameters and results are Step Functions' own: they are not compared with the API's shapes.
    static func hasOwnForm(_ service: String, _ action: String) -> Bool {
        operations[service + ":" + action] != nil || (service == "eks" && (action == "call" || action == "runJob"))
    }
}
