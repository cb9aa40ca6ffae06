/// The operation by which Step Functions asks for the end of a `.sync` integration's job. A mocked result of such a
/// state is compared with its output.
/// https://docs.aws.amazon.com/step-functions/latest/dg/test-state-isolation.html#testing-activity-sync-waitfortasktoken
enum PolledOperation {
    static func name(_ service: String, _ action: String) -> String? { all[service]?[action] }

    private static let all: [String: [String: String]] = [
        "athena": ["startQueryExecution": "GetQueryExecution"],
        "batch": ["submitJob": "DescribeJobs"],
        "bedrock": ["createModelCustomizationJob": "GetModelCustomizationJob"],
        "codebuild": ["startBuild": "BatchGetBuilds", "startBuildBatch": "BatchGetBuildBatches"],
        "databrew": ["startJobRun": "DescribeJobRun"],
        "ecs": ["runTask": "DescribeTasks"],
        "eks": [
            "createCluster": "DescribeCluster", "deleteCluster": "DescribeCluster",
            "createFargateProfile": "DescribeFargateProfile", "deleteFargateProfile": "DescribeFargateProfile",
            "createNodegroup": "DescribeNodegroup", "deleteNodegroup": "DescribeNodegroup",
        ],
        "elasticmapreduce": [
            "createCluster": "DescribeCluster", "terminateCluster": "DescribeCluster", "addStep": "DescribeStep",
        ],
        "emr-containers": [
            "createVirtualCluster": "DescribeVirtualCluster", "deleteVirtualCluster": "DescribeVirtualCluster",
            "startJobRun": "DescribeJobRun",
        ],
        "emr-serverless": [
            "startApplication": "GetApplication", "stopApplication": "GetApplication",
            "deleteApplication": "GetApplication", "startJobRun": "GetJobRun", "cancelJobRun": "GetJobRun",
        ],
        "glue": ["startJobRun": "GetJobRun"],
        "mediaconvert": ["createJob": "GetJob"],
        "sagemaker": [
            "createHyperParameterTuningJob": "DescribeHyperParameterTuningJob",
            "createLabelingJob": "DescribeLabelingJob", "createProcessingJob": "DescribeProcessingJob",
            "createTrainingJob": "DescribeTrainingJob", "createTransformJob": "DescribeTransformJob",
        ],
        "states": ["startExecution": "DescribeExecution"],
    ]
}
