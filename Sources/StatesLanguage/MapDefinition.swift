/// A Map state that runs its processor for each item: within the execution itself (mode INLINE), or in executions of
/// their own (mode DISTRIBUTED).
/// https://docs.aws.amazon.com/step-functions/latest/dg/state-map.html
public struct MapDefinition: Sendable {
    /// `ItemsPath`: the items, read from the state's input after `InputPath`.
    public var items: PathField
    /// `Items`, in JSONata.
    public var itemsTemplate: Template?
    /// `ItemSelector`, or `Parameters` by its old name: an iteration's input; the item itself where absent.
    public var itemSelector: Template?
    /// `ItemProcessor`, or `Iterator` by its old name.
    public var processor: StatesBlock
    /// `MaxConcurrency`; 0 for no limit of its own.
    public var maxConcurrency: Field<Int>
    /// nil in mode INLINE.
    public var distributed: DistributedMap?
}
