package io.atoll.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The basic cases, as transcripts that can be read; {@code -Dtranscripts=rewrite} writes down what
 * happens now, to be read before it is believed.
 */
class TopologyLogTranscriptTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "simple-decision",
        "duel",
        "recovery",
        "settling",
        "laggard",
        "outsider",
        "no-majority"
      })
  void theProtocolGoesAsWritten(String name) throws IOException {
    Path file = Path.of("src/test/resources/io/atoll/consensus", name + ".txt");
    String written = Files.readString(file);
    String played = Transcript.play(written);
    if ("rewrite".equals(System.getProperty("transcripts"))) {
      Files.writeString(file, played);
    }
    assertThat(played).isEqualTo(written);
  }
}
