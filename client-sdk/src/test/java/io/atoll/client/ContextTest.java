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
  void everyContextHasOneText(@ForAll @Size(min = 2) byte[] bytes) {
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

  /** A text that got lost must not make a write blind, nor a read forget what it asks for. */
  @Example
  void nothingSeenHasATextThatIsNotEmpty() {
    assertThat(Context.NONE.toText()).isEqualTo("AA");
    assertThat(Context.fromText("AA")).isSameAs(Context.NONE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Context.fromText(""))
        .withMessageContaining("is empty; leave it out");
  }

  /** The example of the page on the causality of nodes. */
  @Example
  void theTextOfANodeIsRead() {
    String text = "AgIDARKsAgIBAQIDBAUGBwqD-zUoeYLSXw";
    Context context = Context.fromText(text);
    assertThat(context.isEmpty()).isFalse();
    assertThat(context.bytes()).hasSize(25).startsWith(2, 2, 3, 1, 0x12);
    assertThat(context.toText()).isEqualTo(text).isEqualTo(context.toString());
  }
}
