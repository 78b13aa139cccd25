package io.atoll.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.Actor;
import io.atoll.causal.Dot;
import io.atoll.causal.Version;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MultipartSiblingsTest {
  private static final String BOUNDARY = "atoll-000000000000000a000000000000000b";

  @Test
  void theBoundaryIsDrawnAndNeverLookedForInTheValues() {
    String guess = "--" + BOUNDARY + "--";
    Version version =
        new Version(
            new Dot(new Actor(0, 1), 1), 1, false, "", guess.getBytes(StandardCharsets.US_ASCII));
    long[] next = {0xa};
    MultipartSiblings body = MultipartSiblings.of(List.of(version, version), () -> next[0]++);
    assertThat(body.boundary()).isEqualTo(BOUNDARY);
    assertThat(body.mediaType()).isEqualTo("multipart/mixed; boundary=" + BOUNDARY);
  }
}
