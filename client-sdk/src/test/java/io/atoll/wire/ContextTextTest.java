package io.atoll.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** One context, one text. */
class ContextTextTest {
  @Property
  void everyContextHasOneText(@ForAll @Size(min = 1, max = 100) byte[] bytes) {
    String text = ContextText.of(bytes);
    assertThat(text).matches("[A-Za-z0-9_-]+");
    assertThat(ContextText.parse(text)).isEqualTo(bytes);
  }

  @Property
  void anyTextIsReadOrRefused(@ForAll String text) {
    try {
      assertThat(ContextText.of(ContextText.parse(text))).isEqualTo(text);
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageStartingWith("the context ");
    }
  }

  @Example
  void theLongestContextHasTheLongestText() {
    byte[] longest = new byte[Protocol.MAX_CONTEXT_BYTES];
    assertThat(ContextText.MAX_CHARS).isEqualTo(8_192);
    assertThat(ContextText.of(longest)).hasSize(ContextText.MAX_CHARS);
    assertThat(ContextText.parse(ContextText.of(longest))).isEqualTo(longest);
    refused("A".repeat(8_193), "has 8193 characters; at most 8192 are allowed");
  }

  @Example
  void whatIsNoTextOfAContextIsNamed() {
    refused("", "is empty; leave it out to write without one");
    refused("AgID+", "has U+002B at character 4; only A-Z a-z 0-9 - _ are allowed");
    refused("AgIDA", "has 5 characters, which no context has; it was cut");
    refused("AgIDAR", "was cut or altered (its last character has stray bits)");
  }

  private static void refused(String text, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ContextText.parse(text))
        .withMessage("the context " + why + "; pass on exactly what a read or write answered");
  }
}
