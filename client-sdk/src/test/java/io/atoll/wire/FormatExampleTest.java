package io.atoll.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.bytes.ByteWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Example;

/** The worked example in FORMAT.md is what the codecs write and read, byte for byte. */
class FormatExampleTest {
  private static final Path FORMAT = Path.of("src/main/java/io/atoll/wire/FORMAT.md");
  private static final Pattern STEP = Pattern.compile("^([<>]) ([a-z ]+):((?: [0-9a-f]{2})+)$");
  private static final Outcome THREE_TWO = new Outcome(3, 2, 2, 0, true);
  private static final byte[] KEY = {'t', 'e', 'a'};
  private static final byte[] CONTEXT = {2, 1, 9};
  private static final Request.Terms TERMS = new Request.Terms(1, LevelCode.QUORUM, false, 500);

  private record Step(boolean fromClient, String name, byte[] bytes) {}

  private static List<Step> steps() throws IOException {
    List<Step> steps = new ArrayList<>();
    StringBuilder joined = new StringBuilder();
    for (String line : Files.readAllLines(FORMAT)) {
      // A line that is indented goes on with the one before it.
      joined.append(line.startsWith("  ") ? " " + line.strip() : "\n" + line);
    }
    for (String line : joined.toString().lines().toList()) {
      Matcher step = STEP.matcher(line);
      if (step.matches()) {
        steps.add(
            new Step(
                step.group(1).equals(">"),
                step.group(2),
                HexFormat.of().parseHex(step.group(3).replace(" ", ""))));
      }
    }
    return steps;
  }

  private static List<Object> said() {
    byte[] value = "green".getBytes(StandardCharsets.UTF_8);
    return List.of(
        Greeting.ofClient(),
        Greeting.answerTo(Greeting.ofClient()),
        new Response.Welcome("isles", "us-1", "us", 7, 0, 2, 8, 1024, 10_240, 1_048_576),
        new Request.Write(TERMS, new Request.Writing(KEY, List.of(), false, "text/plain", value)),
        new Response.Written(7, THREE_TWO, CONTEXT),
        new Request.Get(TERMS, new Request.Reading(KEY, List.of(CONTEXT))),
        new Response.Values(
            7, THREE_TWO, CONTEXT, false, List.of(new Response.Value("text/plain", value))));
  }

  private static byte[] encoded(Object said, long number) {
    ByteWriter out = new ByteWriter(0);
    switch (said) {
      case Greeting greeting -> out.writeRaw(greeting.encode());
      case Request request -> RequestCodec.write(out, number, request);
      case Response response -> ResponseCodec.write(out, number, response);
      default -> throw new AssertionError(said);
    }
    return out.toBytes();
  }

  @Example
  void everyStepIsWrittenAsTheExampleShows() throws IOException {
    List<Step> steps = steps();
    assertThat(steps)
        .extracting(Step::name)
        .containsExactly("greeting", "greeting", "welcome", "put", "written", "get", "values");
    List<Object> said = said();
    long[] numbers = {0, 0, 0, 1, 1, 2, 2};
    for (int i = 0; i < steps.size(); i++) {
      assertThat(HexFormat.ofDelimiter(" ").formatHex(encoded(said.get(i), numbers[i])))
          .as(steps.get(i).name())
          .isEqualTo(HexFormat.ofDelimiter(" ").formatHex(steps.get(i).bytes()));
    }
  }

  @Example
  void everyStepIsReadAsTheExampleSays() throws IOException {
    List<Object> read = new ArrayList<>();
    for (Step step : steps()) {
      if (step.name().equals("greeting")) {
        read.add(Greeting.decode(step.bytes()));
        continue;
      }
      FrameDecoder decoder = new FrameDecoder(Protocol.MAX_FRAME_BYTES);
      decoder.add(ByteBuffer.wrap(step.bytes()));
      if (step.fromClient()) {
        RequestCodec.read(decoder.next(), (number, request) -> read.add(request));
      } else {
        ResponseCodec.read(decoder.next(), (number, response) -> read.add(response));
      }
      assertThat(decoder.waitingBytes()).as(step.name()).isZero();
    }
    assertThat(read).usingRecursiveComparison().isEqualTo(said());
  }
}
