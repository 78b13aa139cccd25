package io.atoll.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.repair.sketch.Sketch;
import io.atoll.repair.sketch.SketchKey;
import io.atoll.ring.Partitions;
import io.atoll.ring.TokenRange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ArcSketchesTest {
  private static final Path FORMAT = Path.of("src/main/java/io/atoll/repair/FORMAT.md");
  private static final int ARCS = 4;
  private static final byte[] NAME = {'n'};
  private static final byte[] STATE = {'s'};
  private static final TokenRange ARC_1 = Partitions.tokens(1, ARCS);
  private static final long IN_ARC_1 = ARC_1.from() + 7;

  private final SketchKey key = secret(0);
  private final ArcSketches sketches = new ArcSketches(key, ARCS, arc -> true, () -> 0);
  private final long weight = sketches.weigh(NAME, STATE);

  private static SketchKey secret(int first) {
    byte[] secret = new byte[SketchKey.SECRET_BYTES];
    for (int i = 0; i < secret.length; i++) {
      secret[i] = (byte) (first + i);
    }
    return new SketchKey(secret);
  }

  private void put(long token) {
    sketches.changed(1, token, SketchKey.NO_WEIGHT, weight, 0);
  }

  private ArcSketches.Reading read() {
    return sketches.read(new SkippedArcs());
  }

  private Sketch of(long... tokens) {
    Sketch sketch = new Sketch(key, ArcSketches.CAPACITY);
    for (long token : tokens) {
      sketch.change(token, SketchKey.NO_WEIGHT, weight);
    }
    return sketch;
  }

  @Test
  void aChangeGoesToTheArcOfItsToken() {
    put(IN_ARC_1);
    put(-1);
    assertThat(sketches.sketch(1, 1)).isEqualTo(of(IN_ARC_1));
    assertThat(sketches.sketch(1, 3)).isEqualTo(of(-1));
    assertThat(sketches.sketch(1, 0)).isEqualTo(of());
    assertThat(sketches.sketch(2, 1)).isEqualTo(of());
    assertThat(sketches.unknown()).isZero();
  }

  @Test
  void anArcInDoubtIsUnknownUntilItIsRead() {
    put(IN_ARC_1);
    sketches.doubted(1, TokenRange.closed(IN_ARC_1, IN_ARC_1));
    assertThat(sketches.sketch(1, 1)).isNull();
    put(IN_ARC_1 + 1);
    ArcSketches.Reading reading = read();
    assertThat(reading.tokens()).isEqualTo(ARC_1);
    reading.found(IN_ARC_1, NAME, STATE);
    reading.found(IN_ARC_1 + 1, NAME, STATE);
    put(IN_ARC_1 + 2);
    sketches.changed(1, IN_ARC_1, weight, SketchKey.NO_WEIGHT, 0);
    assertThat(sketches.sketch(1, 1)).isNull();
    reading.finish();
    assertThat(sketches.sketch(1, 1)).isEqualTo(of(IN_ARC_1 + 1, IN_ARC_1 + 2));
    assertThat(read()).isNull();
  }

  @Test
  void whatIsReadOfAnArcInDoubtAnewCountsNoMore() {
    sketches.doubted(1, ARC_1);
    ArcSketches.Reading reading = read();
    sketches.doubted(1, ARC_1);
    assertThat(reading.counts()).isFalse();
    ArcSketches.Reading second = read();
    reading.finish();
    assertThat(sketches.sketch(1, 1)).isNull();
    second.finish();
    assertThat(sketches.sketch(1, 1)).isEqualTo(of());
  }

  @Test
  void aDropOfAWholeArcMakesItKnownAlsoWhileItIsRead() {
    sketches.doubted(1, ARC_1);
    ArcSketches.Reading reading = read();
    reading.found(IN_ARC_1, NAME, STATE);
    sketches.dropped(1, ARC_1);
    put(IN_ARC_1 + 3);
    reading.finish();
    assertThat(sketches.sketch(1, 1)).isEqualTo(of(IN_ARC_1 + 3));
  }

  @Test
  void aDropOfAPartOfAnArcLeavesItToBeRead() {
    put(IN_ARC_1);
    sketches.dropped(1, TokenRange.closed(IN_ARC_1, -1));
    assertThat(sketches.sketch(1, 1)).isNull();
    assertThat(sketches.sketch(1, 2)).isEqualTo(of());
    sketches.dropped(1, TokenRange.RING);
    assertThat(sketches.sketch(1, 1)).isEqualTo(of());
  }

  @Test
  void onlyArcsOfTheShardAreInDoubt() {
    ArcSketches odd = new ArcSketches(key, ARCS, arc -> arc % 2 == 1, () -> 0);
    odd.doubted(1, TokenRange.RING);
    assertThat(odd.unknown()).isEqualTo(2);
  }

  @Test
  void nothingIsKnownBeforeASurvey() {
    sketches.unsurveyed();
    put(IN_ARC_1);
    assertThat(sketches.sketch(1, 1)).isNull();
    assertThat(sketches.account()).isNull();
    sketches.surveyed(List.of(1));
    assertThat(sketches.unknown()).isEqualTo(ARCS);
    assertThat(sketches.sketch(2, 1)).isEqualTo(of());
  }

  @Test
  void anAccountIsTakenOver() {
    put(IN_ARC_1);
    put(-1);
    sketches.doubted(7, ARC_1);
    ArcSketches next = new ArcSketches(key, ARCS, arc -> true, () -> 0);
    assertThat(next.restore(sketches.account())).isTrue();
    assertThat(next.sketch(1, 1)).isEqualTo(of(IN_ARC_1));
    assertThat(next.sketch(1, 3)).isEqualTo(of(-1));
    assertThat(next.sketch(7, 1)).isNull();
    assertThat(next.sketch(7, 2)).isEqualTo(of());
    assertThat(next.account()).isEqualTo(sketches.account());
  }

  @Test
  void anAccountOfAnotherSecretOrRingSaysNothing() {
    put(IN_ARC_1);
    byte[] account = sketches.account();
    assertThat(new ArcSketches(secret(1), ARCS, arc -> true, () -> 0).restore(account)).isFalse();
    assertThat(new ArcSketches(key, 2 * ARCS, arc -> true, () -> 0).restore(account)).isFalse();
  }

  @Test
  void anyBytesAreAnAccountOrNone() {
    put(IN_ARC_1);
    sketches.doubted(7, ARC_1);
    byte[] account = sketches.account();
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = java.util.Arrays.copyOf(account, random.nextInt(account.length + 5));
      for (int changes = random.nextInt(3); changes > 0 && bytes.length > 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      ArcSketches other = new ArcSketches(key, ARCS, arc -> true, () -> 0);
      if (!other.restore(bytes)) {
        assertThat(other.keyspaces).isEmpty();
      }
    }
  }

  @Test
  void theExampleInTheFormatIsWhatIsWritten() throws IOException {
    sketches.changed(1, 5, SketchKey.NO_WEIGHT, sketches.weigh(ascii("apple"), ascii("red")), 0);
    sketches.doubted(1, TokenRange.closed(IN_ARC_1, -1));
    String text = Files.readString(FORMAT);
    Matcher block = Pattern.compile("```hex account\n(.*?)```", Pattern.DOTALL).matcher(text);
    assertThat(block.find()).isTrue();
    String digits = block.group(1).replaceAll("#.*", "").replaceAll("\\s", "");
    assertThat(HexFormat.of().formatHex(sketches.account())).isEqualTo(digits);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
