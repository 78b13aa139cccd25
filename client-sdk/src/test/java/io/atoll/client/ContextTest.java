package io.atoll.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** The text of a context, which the HTTP API shares. */
class ContextTest {
  @Property
  void everyContextHasOneText(@ForAll byte[] bytes) {
    Context context = Context.of(bytes);
    String text = context.toText();
    assertThat(text).matches("[A-Za-z0-9_-]+");
    assertThat(Context.fromText(text)).isEqualTo(context).hasSameHashCodeAs(context);
    assertThat(Context.fromText(text).bytes()).isEqualTo(bytes);
  }

  @Property
  void anyTextIsReadOrRefused(@ForAll String text) {
    try {
      assertThat(Context.fromText(text).toText()).isEqualTo(text);
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageStartingWith("the context ");
    }
  }

  @Property
  void whatWasCutIsRefused(@ForAll @Size(min = 1) byte[] bytes) {
    String text = Context.of(bytes).toText();
    for (int length = 0; length < text.length(); length++) {
      String cut = text.substring(0, length);
      assertThatIllegalArgumentException().isThrownBy(() -> Context.fromText(cut));
    }
  }

  /** The example of the page on the causality of nodes. */
  @Example
  void theTextOfANodeIsRead() {
    String text = "AgIDARKsAgIBAQIDBAUGBwrNpK3l";
    Context context = Context.fromText(text);
    assertThat(context.isEmpty()).isFalse();
    assertThat(context.bytes()).hasSize(17).startsWith(2, 2, 3, 1, 0x12);
    assertThat(context.toText()).isEqualTo(text).isEqualTo(context.toString());
  }

  @Example
  void whatIsNoContextIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Context.fromText("A".repeat(8193)))
        .withMessageContaining("8193 characters; at most 8192");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Context.fromText(""))
        .withMessageContaining("only 0 characters; it was cut");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Context.fromText("AgIDARKsAgIBAQIDBAUGBwrNpK3m"))
        .withMessageContaining("checksum");
  }
}
