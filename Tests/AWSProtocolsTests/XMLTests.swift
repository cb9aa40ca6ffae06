import Testing

@testable import AWSProtocols

@Suite struct XMLTests {
    private func read(_ text: String) throws -> XMLElement { try XMLReader.read(Array(text.utf8)) }

    @Test func elementsAttributesTextAndNamespaces() throws {
        let root = try read(
            "\u{FEFF}<?xml version='1.0'?><!-- c --><s:a xmlns:s=\"u\" s:type = 'x&quot;y'>\n <b>1 &lt; &#x32;&amp;&apos;</b><b/>"
                + "<![CDATA[<raw>&amp;]]></s:a>\n")
        #expect(root.name == "a")
        #expect(root.attributes["type"] == "x\"y")
        #expect(root.children.map(\.name) == ["b", "b"])
        #expect(root.child("b")?.text == "1 < 2&'")
        #expect(root.text == "\n <raw>&amp;")
    }

    @Test(arguments: [
        "", "<a>", "<a></b>", "</a>", "<a/><b/>", "text", "<a>&unknown;</a>", "<a>&#xD800;</a>",
        "<a>&#99999999999;</a>",
        "<a>&;</a>", "<a>&", "<a b>", "<a b=c/>", "<a b='/>", "<!DOCTYPE a><a/>", "<!ENTITY x 'y'><a/>",
        "<a><!DOCTYPE b></a>",
        "<a><![CDATA[", "<a><!--", "<?", "<", "<a", "< a/>", "<a/>x",
    ])
    func whatIsNoDocumentIsRefused(_ text: String) { #expect(throws: XMLSyntaxError.self) { try read(text) } }

    @Test func depthAndCountAreBounded() throws {
        let deep = String(repeating: "<a>", count: 65) + String(repeating: "</a>", count: 65)
        #expect(throws: XMLSyntaxError.self) { try read(deep) }
        #expect(try read(String(repeating: "<a>", count: 60) + String(repeating: "</a>", count: 60)).name == "a")
        #expect(throws: XMLSyntaxError.self) { try read("<r>" + String(repeating: "<a/>", count: 200_001) + "</r>") }
        #expect(throws: XMLSyntaxError.self) { try XMLReader.read([0x3C, 0x61, 0x3E, 0xFF, 0x3C, 0x2F, 0x61, 0x3E]) }
    }

    @Test func whatIsWrittenIsRead() throws {
        let odd = "a<b>&\"'\r\n\t\u{1}é😀]]>"
        var writer = XMLWriter()
        writer.start("r", [("a", odd.replacing("\n", with: ""))])
        writer.escape(odd)
        writer.end("r")
        let root = try XMLReader.read(writer.bytes)
        #expect(root.text == odd)
        #expect(root.attributes["a"] == odd.replacing("\n", with: ""))
    }
}
