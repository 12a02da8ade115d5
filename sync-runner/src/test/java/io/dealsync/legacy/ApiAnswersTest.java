package io.dealsync.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.legacy.ImportRequest.Wish;
import io.dealsync.run.StopSignal;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the APIs of other CRMs answer, as people save it. */
class ApiAnswersTest {

  @RegisterExtension final LegacyDatabase database = new LegacyDatabase();

  @TempDir Path folder;
  private Exports exports;
  private int files;

  @BeforeEach
  void prepare() {
    exports = new Exports(folder);
  }

  private ImportReport read(String json, Wish... wishes) {
    EnumSet<Wish> all = EnumSet.noneOf(Wish.class);
    all.addAll(List.of(wishes));
    ImportRequest request =
        new ImportRequest(
            exports.text("answer%d.json".formatted(++files), json),
            "main",
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            all);
    return new LegacyImport(database.source(), ImportProgress.NONE, StopSignal.NEVER).run(request);
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refused(String json) {
    return assertThatThrownBy(() -> read(json)).isInstanceOf(UnusableFileException.class);
  }

  @Nested
  class Of_hubspot {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{'from':{'id':'151'},'to':[{'id':'901','type':'contact_to_deal'},{'id':'902','type':'contact_to_deal'}]}",
          "{'from':{'id':'151'},'to':[{'toObjectId':901,'associationTypes':[{'category':'HUBSPOT_DEFINED','typeId':4}]},{'toObjectId':902,'associationTypes':[{'category':'USER_DEFINED','typeId':3,'label':'x'},{'category':'HUBSPOT_DEFINED','typeId':4}]}]}",
          "{'id':'151','properties':{'email':'a@x'},'associations':{'deals':{'results':[{'id':'901','type':'contact_to_deal'},{'id':'902','type':'contact_to_deal'}]}}}"
        })
    void a_contacts_deals_are_not_its_contacts(String record) {
      read("{\"results\":[%s]}".formatted(record.replace('\'', '"')));

      assertThat(database.distinctLinks()).containsExactly("901 151 f", "902 151 f");
    }

    @Test
    void companies_are_no_contacts() {
      read(
          """
          {"results":[{"from":{"id":"901"},"to":[{"id":"7","type":"deal_to_company"},{"id":"151","type":"deal_to_contact"}]},
            {"from":{"id":"902"},"to":[{"toObjectId":8,"associationTypes":[{"category":"HUBSPOT_DEFINED","typeId":5}]}]}]}
          """);

      assertThat(database.distinctLinks()).containsExactly("901 151 f");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{'from':{'id':'901'},'to':[{'id':'7','type':'deal_to_company'}]}",
          "{'id':'901','properties':{},'archived':false}",
          "{'id':'901','properties':{},'createdAt':'x','associations':{'companies':{'results':[{'id':'7'}]}}}"
        })
    void deals_without_their_contacts_are_no_export(String record) {
      refused("{\"results\":[%s]}".formatted(record.replace('\'', '"')))
          .hasMessageContaining("deals without their contacts");
    }

    @Test
    void a_first_deal_without_contacts_says_nothing_of_the_others() {
      read(
          """
          {"results":[{"id":"900","properties":{},"createdAt":"x","archived":false},
            {"id":"901","properties":{},"createdAt":"x","associations":{"contacts":{"results":[{"id":"151"}]}}}]}
          """);

      assertThat(database.distinctLinks()).containsExactly("901 151 f");
    }

    @Test
    void a_deal_whose_own_list_goes_on_is_rejected() {
      ImportReport report =
          read(
              """
              {"results":[{"id":"901","properties":{},"createdAt":"x","associations":{"contacts":{"results":[{"id":"151"}],"paging":{"next":{"after":"100"}}}}}]}
              """);

      assertThat(report.rows().rejected()).isEqualTo(1);
      assertThat(report.rejected().get(0).reason()).contains("more associations follow");
    }
  }

  @Nested
  class Of_pipedrive {

    @Test
    void a_participants_own_id_is_not_its_deal() {
      read(
          """
          {"success":true,"data":[
            {"id":1,"person_id":{"name":"Ann","value":7001},"active_flag":true,"related_item_type":"deal","related_item_id":101,"related_item_data":{"deal_id":101}},
            {"id":2,"person_id":{"name":"Bo","value":7002},"active_flag":false,"related_item_type":"deal","related_item_id":101}]}
          """);

      assertThat(database.distinctLinks()).containsExactly("101 7001 f");
    }

    @Test
    void participants_that_are_not_read_are_missed_and_deleted_deals_left_out() {
      ImportReport report =
          read(
              """
              {"success":true,"data":[{"id":101,"title":"x","person_id":{"name":"Ann","value":7001},"participants_count":2},
                {"id":102,"title":"y","person_id":7003,"is_deleted":true}]}
              """);

      assertThat(database.distinctLinks()).containsExactly("101 7001 t");
      assertThat(report.note()).contains("1 deal has more participants");
      assertThat(report.unread()).containsExactly("title", "participants_count");
    }
  }

  @Nested
  class Of_salesforce {

    @Test
    void roles_with_the_records_that_they_belong_to() {
      read(
          """
          {"totalSize":1,"done":true,"records":[{"attributes":{"type":"OpportunityContactRole"},"Opportunity":{"attributes":{"type":"Opportunity"},"Id":"0065g00000Tq001AAB"},"Contact":{"attributes":{"type":"Contact"},"Id":"0035g00000Tq005AAB"},"IsPrimary":true}]}
          """);

      assertThat(database.distinctLinks())
          .containsExactly("0065g00000Tq001AAB 0035g00000Tq005AAB t");
    }

    @Test
    void opportunities_with_their_roles_inside() {
      ImportReport report =
          read(
              """
              {"totalSize":3,"done":true,"records":[
                {"attributes":{"type":"Opportunity"},"Id":"0065g00000Tq001AAB","Name":"x","OpportunityContactRoles":{"totalSize":2,"done":true,"records":[
                  {"attributes":{"type":"OpportunityContactRole"},"ContactId":"0035g00000Tq005AAB","IsPrimary":true},
                  {"attributes":{"type":"OpportunityContactRole"},"ContactId":"0035g00000Tq006AAB","IsPrimary":false}]}},
                {"attributes":{"type":"Opportunity"},"Id":"0065g00000Tq002AAB","Name":"y","OpportunityContactRoles":null},
                {"attributes":{"type":"Opportunity"},"Id":"0065g00000Tq003AAB","Name":"z","OpportunityContactRoles":{"done":false,"records":[
                  {"ContactId":"0035g00000Tq005AAB","IsPrimary":true}]}}]}
              """);

      assertThat(database.distinctLinks())
          .containsExactly(
              "0065g00000Tq001AAB 0035g00000Tq005AAB t", "0065g00000Tq001AAB 0035g00000Tq006AAB f");
      assertThat(report.rows().skipped()).isEqualTo(1);
      assertThat(report.rows().rejected()).isEqualTo(1);
      assertThat(report.unread()).containsExactly("Name");
    }

    @Test
    void opportunities_without_roles() {
      refused(
              """
              {"records":[{"attributes":{"type":"Opportunity"},"Id":"0065g00000Tq001AAB","Name":"x"}]}
              """)
          .hasMessageContaining("without their contact roles");
    }
  }

  @Nested
  class Of_amocrm {

    @Test
    void contacts_with_their_leads() {
      read(
          """
          {"_embedded":{"contacts":[{"id":55,"name":"Ann","_embedded":{"leads":[{"id":30011},{"id":30012}]}},
            {"id":56,"name":"Bo","_embedded":{"leads":[]}}]}}
          """);

      assertThat(database.distinctLinks()).containsExactly("30011 55 f", "30012 55 f");
    }

    @Test
    void links_of_leads() {
      read(
          """
          {"_embedded":{"links":[
            {"entity_id":30011,"entity_type":"leads","to_entity_id":55,"to_entity_type":"contacts","metadata":{"main_contact":false}},
            {"entity_id":30011,"entity_type":"leads","to_entity_id":56,"to_entity_type":"contacts","metadata":{"main_contact":true}},
            {"entity_id":30011,"entity_type":"leads","to_entity_id":9,"to_entity_type":"companies","metadata":null}]}}
          """);

      assertThat(database.distinctLinks()).containsExactly("30011 55 f", "30011 56 t");
    }

    @Test
    void deleted_leads_are_left_out() {
      ImportReport report =
          read(
              """
              {"_embedded":{"leads":[{"id":30011,"name":"x","price":5,"is_deleted":true,"_embedded":{"contacts":[{"id":55,"is_main":true}]}},
                {"id":30012,"name":"y","price":5,"is_deleted":false,"_embedded":{"contacts":[{"id":55,"is_main":true}]}}]}}
              """);

      assertThat(database.distinctLinks()).containsExactly("30012 55 t");
      assertThat(report.unread()).containsExactly("name", "price");
    }
  }

  @Test
  void of_zoho() {
    ImportReport report =
        read(
            """
            {"data":[{"id":"554023000000238121","Deal_Name":"x","Contact_Name":{"name":"Ann","id":"554023000000238131"}},
              {"id":"554023000000238122","Deal_Name":"y","Contact_Name":null}],"info":{"more_records":false}}
            """);

    assertThat(database.distinctLinks()).containsExactly("554023000000238121 554023000000238131 t");
    assertThat(report.note()).contains("contact roles");
    assertThat(report.missing()).isEmpty();
  }

  @Nested
  class Pages {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{'totalSize':2,'done':false,'nextRecordsUrl':'/x-2000','records':[%s]}",
          "{'results':[%s],'paging':{'next':{'after':'100'}}}",
          "{'data':[%s],'additional_data':{'pagination':{'more_items_in_collection':true}}}",
          "{'data':[%s],'additional_data':{'next_cursor':'abc'}}",
          "{'_links':{'self':{'href':'x'},'next':{'href':'y'}},'items':[%s]}",
          "{'data':[%s],'info':{'more_records':true}}"
        })
    void that_are_not_there_are_missed(String page) {
      String json = page.formatted("{'deal':1,'contact':2}").replace('\'', '"');

      assertThat(read(json).missing().orElseThrow()).contains("More records follow");
      assertThatThrownBy(() -> read(json + " ", Wish.SUPERSEDE))
          .hasMessageContaining("cannot take the place of earlier files");
    }

    @Test
    void one_behind_the_other_are_all_there() {
      ImportReport report =
          read(
              """
              {"results":[{"deal":1,"contact":2}],"paging":{"next":{"after":"100"}}}
              {"results":[{"deal":3,"contact":4}]}
              """);

      assertThat(report.missing()).isEmpty();
      assertThat(database.distinctLinks()).hasSize(2);
    }

    @Test
    void parts_of_records_on_lines_of_their_own_are_no_pages() {
      read(
          """
          {"deal":1,"contact":2,"contacts":[{"id":5}]}
          {"deal":3,"contact":4,"contacts":[]}
          """);

      assertThat(database.distinctLinks()).containsExactly("1 2 f", "3 4 f");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'error':'INVALID_SESSION_ID','message':'Session expired'}",
        "[{'message':'Session expired','errorCode':'INVALID_SESSION_ID'}]",
        "{'status':'error','message':'Session expired','category':'EXPIRED_AUTHENTICATION'}",
        "{'title':'Unauthorized','type':'https://x','status':401,'detail':'Session expired'}",
        "{'success':false,'error':'Session expired','error_info':'x'}"
      })
  void an_error_of_the_crm_is_no_export(String json) {
    refused(json.replace('\'', '"')).hasMessageContaining("an error of the CRM");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{'deal':1,'contact':2},{'deal':3,'cont\n",
        "[{'deal':1,'contact':2},{'deal':3",
        "[{'deal':1,'contact':2}"
      })
  void that_was_cut_off(String json) {
    refused(json.replace('\'', '"')).hasMessageContaining("it is cut off");
  }

  @Test
  void numbers_with_a_fraction_or_an_exponent_are_no_exact_ids() {
    ImportReport report =
        read("[{\"deal\":9.007199254740993e15,\"contact\":2},{\"deal\":12.0,\"contact\":3}]");

    assertThat(database.distinctLinks()).containsExactly("12 3 f");
    assertThat(report.rejected().get(0).reason()).contains("rounded");
  }

  @Test
  void lists_and_objects_are_no_ids() {
    ImportReport report =
        read("[{\"deal\":[7],\"contact\":6},{\"deal\":8,\"contact\":[{\"x\":1}]}]");

    assertThat(report.rows().rejected()).isEqualTo(2);
  }
}
