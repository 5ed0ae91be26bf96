package dev.imas.gateway.sender.profile;

import dev.imas.core.profile.Arrival;
import dev.imas.gateway.decode.HeaderFields;
import dev.imas.gateway.decode.QueryFields;
import dev.imas.gateway.sender.FixedAnswers;
import dev.imas.gateway.sender.Format;
import dev.imas.gateway.sender.SignatureForm;
import org.jspecify.annotations.Nullable;

/** What a profile says of how posts arrive, as the edge takes it from a format. */
final class ProfileArrivals {

  private ProfileArrivals() {}

  /** The same format, whose posts arrive and are answered as the profile says. */
  static Format of(Format format, Arrival arrival) {
    Format made =
        format.withSignatures(
            arrival.signatures().stream().map(ProfileArrivals::form).toArray(SignatureForm[]::new));
    QueryFields form = fields(arrival.form());
    made = form == null ? made : made.withForms(form);
    QueryFields query = fields(arrival.get());
    made = query == null ? made : made.withQuery(query);
    Arrival.HeadersOf headers = arrival.headers();
    made =
        headers == null
            ? made
            : made.withHeaders(new HeaderFields(headers.prefix(), headers.body()));
    made = arrival.deliveryIds().isEmpty() ? made : made.withDeliveryIds(arrival.deliveryIds());
    made = arrival.deadline() == null ? made : made.withDeadline(arrival.deadline());
    Arrival.Reply answer = arrival.answer();
    return answer == null
        ? made
        : made.withAnswers(new FixedAnswers(answer.status(), answer.json()));
  }

  private static @Nullable QueryFields fields(Arrival.@Nullable FieldsOf said) {
    return said == null
        ? null
        : said.one() == null ? QueryFields.each() : QueryFields.one(said.one());
  }

  private static SignatureForm form(Arrival.Signature said) {
    SignatureForm form =
        SignatureForm.of(said.header(), said.prefix())
            .with(
                switch (said.hash()) {
                  case SHA256 -> SignatureForm.Hash.SHA256;
                  case SHA1 -> SignatureForm.Hash.SHA1;
                },
                switch (said.coding()) {
                  case HEX -> SignatureForm.Coding.HEX;
                  case BASE64 -> SignatureForm.Coding.BASE64;
                });
    String time = said.timeHeader();
    form = time == null ? form : form.withTime(time, said.joint());
    String id = said.idHeader();
    form = id == null ? form : form.withId(id);
    form = said.keyPrefix().isEmpty() ? form : form.withKeyPrefix(said.keyPrefix());
    return said.dated() ? form.ofDatedBodies() : form;
  }
}
