package dev.numberpool.desk;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What reading a code and cutting a text cost. In this package because both are the desk's own business. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TextBenchmark {
    private static final String SENTENCE = "My parcel was to come on Monday, and it has not come yet. ";

    /** What an agent wrote. */
    @State(Scope.Benchmark)
    public static class Written {
        private final CodeReader reader = new CodeReader(CodeScheme.numeric());
        private String text = "";

        /** The text itself, or what it is like. */
        @Param({"#282: hi", "100 characters", "1600 characters", "1600 characters with a code"})
        public String written = "";

        /** Writes it. */
        @Setup
        public void write() {
            text = switch (written) {
                case "100 characters" -> prose(100);
                case "1600 characters" -> prose(1600);
                case "1600 characters with a code" -> "#282: " + prose(1594);
                default -> written;
            };
        }
    }

    /** What a visitor wrote. */
    @State(Scope.Benchmark)
    public static class Spoken {
        private String text = "";

        /** How many characters it has. */
        @Param({"10000", "100000"})
        public int length;

        /** Writes it. */
        @Setup
        public void write() {
            text = prose(length);
        }
    }

    /** Looks for a code in front of a message. */
    @Benchmark
    public Optional<?> read(Written message) {
        return message.reader.read(message.text);
    }

    /** Cuts a text into messages. */
    @Benchmark
    public List<String> split(Spoken message) {
        return TextSplitter.split(message.text, TextSplitter.LIMIT);
    }

    private static String prose(int length) {
        return SENTENCE.repeat(length / SENTENCE.length() + 1).substring(0, length);
    }
}
