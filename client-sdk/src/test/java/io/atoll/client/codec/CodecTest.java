package io.atoll.client.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class CodecTest {
  @Property
  void numbersKeepTheirValueAndTheirOrder(@ForAll long a, @ForAll long b) {
    Codec<Long> codec = Codec.int64();
    assertThat(codec.decode("", codec.encode(a))).isEqualTo(a);
    int order = java.util.Arrays.compareUnsigned(codec.encode(a), codec.encode(b));
    assertThat(Integer.signum(order)).isEqualTo(Long.compareUnsigned(a, b));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> codec.decode("text/plain", new byte[3]))
        .withMessageContaining("3 bytes of type 'text/plain'");
  }

  @Property
  void textIsReadAsItWasOrRefused(@ForAll String text) {
    Codec<String> codec = Codec.utf8();
    boolean whole = UTF_8.newEncoder().canEncode(text);
    if (whole) {
      assertThat(codec.decode("", codec.encode(text))).isEqualTo(text);
    } else {
      assertThatIllegalArgumentException().isThrownBy(() -> codec.encode(text));
    }
  }

  @Property
  void bytesAreTextOrRefused(@ForAll byte[] bytes) {
    Codec<String> codec = Codec.utf8();
    try {
      assertThat(codec.encode(codec.decode("", bytes))).isEqualTo(bytes);
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasCauseInstanceOf(CharacterCodingException.class);
    }
  }

  @Example
  void aLoneSurrogateIsNoText() {
    for (String lone : List.of("\uD800", "a\uDC00", "\uD800a", "\uDC00\uD800")) {
      assertThatIllegalArgumentException().isThrownBy(() -> Codec.utf8().encode(lone));
    }
    assertThat(Codec.utf8().encode("\uD83D\uDE00")).hasSize(4);
  }

  @Example
  void bytesAreNotTouched() {
    byte[] bytes = {1, 2};
    assertThat(Codec.bytes().encode(bytes)).isSameAs(bytes);
    assertThat(Codec.bytes().decode("", bytes)).isSameAs(bytes);
    assertThat(Codec.bytes("image/png").contentType()).isEqualTo("image/png");
  }

  record Cart(Map<String, Integer> items, String owner) {}

  @Example
  void recordsAreJson() {
    Codec<Cart> codec = JacksonCodec.of(Cart.class);
    Map<String, Integer> items = new HashMap<>();
    for (int i = 20; i > 0; i--) {
      items.put("item" + i, i);
    }
    Cart cart = new Cart(items, "ada");
    assertThat(codec.decode("", codec.encode(cart))).isEqualTo(cart);
    assertThat(new String(codec.encode(new Cart(Map.of("b", 1, "a", 2), "ada")), UTF_8))
        .isEqualTo("{\"items\":{\"a\":2,\"b\":1},\"owner\":\"ada\"}");
    byte[] newer = "{\"items\":{},\"owner\":\"ada\",\"since\":1}".getBytes(UTF_8);
    assertThat(codec.decode("application/json", newer)).isEqualTo(new Cart(Map.of(), "ada"));
    assertThat(codec.contentType()).isEqualTo("application/json");
  }

  @Example
  void genericTypesAreJsonToo() {
    Codec<List<Cart>> codec = JacksonCodec.of(new TypeReference<List<Cart>>() {});
    List<Cart> carts = List.of(new Cart(Map.of(), "ada"));
    assertThat(codec.decode("", codec.encode(carts))).isEqualTo(carts);
    Codec<List<Cart>> strict =
        JacksonCodec.of(JsonMapper.builder().build(), new TypeReference<List<Cart>>() {});
    assertThatThrownBy(() -> strict.decode("", "[{\"new\":1}]".getBytes(UTF_8)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("new");
  }

  @Property
  void bytesAreJsonOrRefused(@ForAll byte[] bytes) {
    Codec<Cart> codec = JacksonCodec.of(Cart.class);
    try {
      codec.decode("", bytes);
    } catch (UncheckedIOException refused) {
      assertThat(refused.getCause()).isNotNull();
    }
  }
}
