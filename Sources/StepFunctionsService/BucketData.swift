import ExecutionCore
import ExecutionRuntime
import Foundations
import JSONModel
import ServicePorts
import StatesLanguage

/// The datasets and results of Map Runs, in buckets.
struct BucketData: MapRunData {
    let invoker: any ServiceInvoker
    /// nil where no Parquet is read.
    let tables: (any TableReader)?

    func items(of request: ItemReaderRequest, for run: MapRunRequest) async throws(MapRunFailure) -> [ReadItem] {
        let reading = Reading(data: self, request: request, context: Self.context(run))
        switch request.resource {
        case .listObjects: return try await reading.listing()
        case .getObject: return try await reading.object()
        }
    }

    /// Who calls: the machine's role.
    static func context(_ run: MapRunRequest) -> CallContext {
        let parts = run.arn.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        return CallContext(
            account: parts.count > 4 ? parts[4] : "", region: run.parent.region, principal: run.parent.roleARN,
            requestID: run.id)
    }

    /// The bytes of an object; unpacked where its name says so.
    func bytes(_ parameters: JSONObject, _ context: CallContext) async throws(MapRunFailure) -> [UInt8] {
        let key = parameters.string("Key") ?? ""
        let response: ServiceResponse
        do throws(AWSError) {
            response = try await invoker.invoke(ServiceRequest("s3", "GetObject", parameters, context: context))
        } catch {
            throw .itemReader(Self.cause(error, context))
        }
        do {
            let bytes = try await response.body.read() ?? []
            return key.hasSuffix(".gz") ? try Inflate.gunzip(bytes, limit: Self.mostUnpacked) : bytes
        } catch {
            throw .itemReader("The object \(key) cannot be read.")
        }
    }

    /// 10 GB: the largest dataset that AWS reads.
    private static let mostUnpacked = 10 << 30

    static func cause(_ error: AWSError, _ context: CallContext) -> String {
        let status = error.httpStatus ?? (error.code.hasPrefix("NoSuch") ? 404 : error.fault == .client ? 400 : 500)
        return "\(error.message) (Service: Amazon S3; Status Code: \(status); Error Code: \(error.code); "
            + "Request ID: \(context.requestID); S3 Extended Request ID: \(context.requestID); Proxy: null)"
    }
}
