package io.atoll.peer;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.atoll.env.PeerLinks;
import org.junit.jupiter.api.Test;

class PartSettingsTest {
  /** The peer takes a message of one part for garbage, and closes the link. */
  @Test
  void noPartIsLongerThanAMessageThatStaysWhole() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PartSettings(512, 513, 1_024, 1_000))
        .withMessage("partBytes is 513: must be 1 to 512");
    new PartSettings(512, 512, 1_024, 1_000);
  }

  @Test
  void aPartAndItsHeadAreOneFrame() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new PartSettings(
                    PeerLinks.MAX_FRAME_BYTES, PeerLinks.MAX_FRAME_BYTES, 1_024, 1_000))
        .withMessageStartingWith("partBytes is " + PeerLinks.MAX_FRAME_BYTES);
  }
}
