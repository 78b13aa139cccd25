package io.atoll.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.bytes.MalformedBytesException;
import io.atoll.peer.PeerCodec;
import io.atoll.repair.SketchAnswer.Reason;
import io.atoll.repair.sketch.Cells;
import io.atoll.repair.sketch.Fingerprint;
import io.atoll.repair.sketch.SetHash;
import io.atoll.repair.sketch.Sketch;
import io.atoll.repair.sketch.SketchKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The worked examples of the protocol in {@code FORMAT.md} are what the code writes and reads. */
class RepairFormatTest {
  private static final Path PAGE = Path.of("src/main/java/io/atoll/repair/FORMAT.md");
  private static final SketchKey KEY = new SketchKey(new byte[SketchKey.SECRET_BYTES]);
  private static final PeerCodec<SketchQuestion> QUESTIONS = RepairProtocol.sketch(KEY).request();
  private static final PeerCodec<SketchAnswer> ANSWERS = RepairProtocol.sketch(KEY).reply();
  private static final Basis BASIS =
      new Basis(300, 1, 2, CommonArcs.ALL_KEYSPACES, 4_000, ArcSet.of(3, 4, 5), 7);
  private static final Sketch NOTHING = new Sketch(KEY, 1);
  private static final Fingerprint PRINT = Fingerprint.of(9, NOTHING, 1);

  private static Map<String, SketchQuestion> questions() {
    Map<String, SketchQuestion> all = new LinkedHashMap<>();
    List<ArcSpan> spans = List.of(new ArcSpan(0, 2), new ArcSpan(5, 6));
    all.put("whole", new SketchQuestion.Whole(BASIS, PRINT));
    all.put("estimate", new SketchQuestion.Estimate(BASIS, NOTHING));
    all.put("prints", new SketchQuestion.Prints(BASIS, spans, 12));
    all.put("which arcs", new SketchQuestion.WhichArcs(BASIS, spans, 8));
    all.put("arc totals", new SketchQuestion.ArcTotals(BASIS, new ArcSpan(2, 9)));
    all.put(
        "arc cells",
        new SketchQuestion.ArcCells(BASIS, List.of(new SketchQuestion.Section(300, 32, 40))));
    all.put("levels", new SketchQuestion.Levels(BASIS));
    return all;
  }

  private static Map<String, SketchAnswer> answers() {
    Map<String, SketchAnswer> all = new LinkedHashMap<>();
    all.put("found", new SketchAnswer.Found(new long[] {5}));
    all.put("prints answer", new SketchAnswer.Prints(List.of(PRINT)));
    all.put("groups", new SketchAnswer.Groups(300, 2, List.of(PRINT)));
    all.put("totals", new SketchAnswer.Totals(List.of(new SetHash(1, 2, 3))));
    all.put(
        "sections",
        new SketchAnswer.Sections(
            List.of(
                new SketchAnswer.ArcPart(1, new Cells(KEY, 0, 1)),
                new SketchAnswer.ArcPart(2, null))));
    all.put("levels answer", new SketchAnswer.Levels(NOTHING));
    all.put("declined", new SketchAnswer.Declined(Reason.UNKNOWN, 300, 2_000, 6_000, ArcSet.of(0)));
    return all;
  }

  private static <T> byte[] bytes(PeerCodec<T> codec, T value) {
    ByteWriter out = new ByteWriter(64);
    codec.write(out, value, 3);
    return out.toBytes();
  }

  @Test
  void theBytesAreThoseOfThePage() throws IOException {
    Map<String, String> page = new TreeMap<>();
    Matcher example =
        Pattern.compile("^`([a-z ]+)` `([0-9a-f ]+)`$", Pattern.MULTILINE)
            .matcher(Files.readString(PAGE));
    while (example.find()) {
      page.put(example.group(1), example.group(2));
    }
    HexFormat hex = HexFormat.ofDelimiter(" ");
    Map<String, String> written = new TreeMap<>();
    questions().forEach((name, each) -> written.put(name, hex.formatHex(bytes(QUESTIONS, each))));
    answers().forEach((name, each) -> written.put(name, hex.formatHex(bytes(ANSWERS, each))));
    page.keySet().retainAll(written.keySet());
    assertThat(page).isEqualTo(written);
  }

  @Test
  void whatIsWrittenIsRead() {
    questions()
        .forEach(
            (name, question) ->
                assertThat(QUESTIONS.read(new ByteReader(bytes(QUESTIONS, question)), 3))
                    .as(name)
                    .usingRecursiveComparison()
                    .isEqualTo(question));
    answers()
        .forEach(
            (name, answer) ->
                assertThat(ANSWERS.read(new ByteReader(bytes(ANSWERS, answer)), 3))
                    .as(name)
                    .usingRecursiveComparison()
                    .isEqualTo(answer));
  }

  @Test
  void otherBytesAreRefusedAndNothingElseHappens() {
    SplittableRandom random = new SplittableRandom(5);
    questions().values().forEach(each -> mangle(random, QUESTIONS, bytes(QUESTIONS, each)));
    answers().values().forEach(each -> mangle(random, ANSWERS, bytes(ANSWERS, each)));
    assertThatThrownBy(() -> QUESTIONS.read(new ByteReader(new byte[] {99}), 3))
        .isInstanceOf(MalformedBytesException.class);
  }

  private static <T> void mangle(SplittableRandom random, PeerCodec<T> codec, byte[] sound) {
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = Arrays.copyOf(sound, random.nextInt(sound.length + 3));
      for (int changes = random.nextInt(3); changes > 0 && bytes.length > 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        codec.read(new ByteReader(bytes), 3);
      } catch (MalformedBytesException refused) {
        assertThat(refused).isNotNull();
      }
    }
  }
}
