package dev.numberpool.examples.benchmarks;

import java.io.StringWriter;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A picture as text, an element on each line. Attributes come in pairs: a name, then its value. */
final class Svg {
    private static final String NAMESPACE = "http://www.w3.org/2000/svg";

    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter xml;

    Svg(int width, int height, String title, String description, String style) {
        try {
            // The JDK's own, whatever else is there: the same picture is the same text.
            xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
        } catch (XMLStreamException e) {
            throw unexpected(e);
        }
        open(
                "svg",
                "xmlns",
                NAMESPACE,
                "viewBox",
                "0 0 %d %d".formatted(width, height),
                "width",
                String.valueOf(width),
                "height",
                String.valueOf(height),
                "role",
                "img",
                "aria-labelledby",
                "title description");
        element("title", title, "id", "title");
        element("desc", description, "id", "description");
        element("style", style);
    }

    /** Begins an element that others stand in. */
    void open(String name, Object... attributes) {
        try {
            start(name, attributes);
            newLine();
        } catch (XMLStreamException e) {
            throw unexpected(e);
        }
    }

    void close() {
        try {
            xml.writeEndElement();
            newLine();
        } catch (XMLStreamException e) {
            throw unexpected(e);
        }
    }

    /** An element with nothing in it but some words, or nothing at all. */
    void element(String name, String words, Object... attributes) {
        try {
            start(name, attributes);
            xml.writeCharacters(words);
            xml.writeEndElement();
            newLine();
        } catch (XMLStreamException e) {
            throw unexpected(e);
        }
    }

    void words(double x, double y, String cssClass, String words) {
        element("text", words, "class", cssClass, "x", x, "y", y);
    }

    void line(double fromX, double fromY, double toX, double toY, String cssClass) {
        element("line", "", "class", cssClass, "x1", fromX, "y1", fromY, "x2", toX, "y2", toY);
    }

    void rectangle(double x, double y, double width, double height, String cssClass) {
        element("rect", "", "class", cssClass, "x", x, "y", y, "width", width, "height", height);
    }

    void circle(double x, double y, double radius, String cssClass) {
        element("circle", "", "class", cssClass, "cx", x, "cy", y, "r", radius);
    }

    /** Ends the picture. */
    String end() {
        close();
        return text.toString();
    }

    private void start(String name, Object... attributes) throws XMLStreamException {
        xml.writeStartElement(name);
        for (int i = 0; i < attributes.length; i += 2) {
            Object value = attributes[i + 1];
            xml.writeAttribute(
                    String.valueOf(attributes[i]),
                    value instanceof Double number ? coordinate(number) : String.valueOf(value));
        }
    }

    private void newLine() throws XMLStreamException {
        xml.writeCharacters("\n");
    }

    /** A tenth of a pixel is nothing that anybody sees. */
    static String coordinate(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static IllegalStateException unexpected(XMLStreamException e) {
        return new IllegalStateException("a picture could not be written to memory", e);
    }
}
