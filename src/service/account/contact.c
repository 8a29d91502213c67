/* contact.c: the primary contact: who stands behind an account, and where. */
#include "base/base.h"
#include "service/account/account.h"

/* ISO 3166-1 alpha-2. */
static const char countries[] =
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ "
    "CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO "
    "FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE "
    "JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO "
    "MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW "
    "PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM "
    "TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";
/* AWS asks for the state or region in these. */
static const char with_states[] = "US CA GB DE JP IN BR";

static bool stands_in(const char *list, struct gh_str code) {
    struct gh_str rest = gh_str_c(list), part;
    while (gh_str_split(&rest, ' ', &part))
        if (gh_str_eq(part, code)) return true;
    return false;
}

static int check(const struct account_contact_information *contact, struct gh_err *err) {
    if (!stands_in(countries, contact->country_code))
        return account_refuse_field(err, GH_S("CountryCode must be a two-letter country code of ISO 3166."));
    if (stands_in(with_states, contact->country_code) && !contact->state_or_region.p)
        return account_refuse_field(err, GH_S("StateOrRegion is required for the country."));
    return 0;
}

int account_put_contact_information(struct gh_call *c, const struct account_put_contact_information_input *in,
                                    struct account_put_contact_information_output *out, struct gh_err *err) {
    (void)out;
    const struct account_contact_information *contact = in->contact_information;
    struct gh_str id;
    int r = account_open(c, in->account_id, &id, err);
    if (!r) r = check(contact, err);
    if (r) return r;
    struct store_account_primary_contact_put_args args = {.account_id = id,
                                                          .full_name = contact->full_name,
                                                          .address_line1 = contact->address_line1,
                                                          .address_line2 = contact->address_line2,
                                                          .address_line3 = contact->address_line3,
                                                          .city = contact->city,
                                                          .state_or_region = contact->state_or_region,
                                                          .district_or_county = contact->district_or_county,
                                                          .postal_code = contact->postal_code,
                                                          .country_code = contact->country_code,
                                                          .phone_number = contact->phone_number,
                                                          .company_name = contact->company_name,
                                                          .website_url = contact->website_url};
    return store_account_primary_contact_put(c->ctx.tx, &args, NULL, err);
}

int account_get_contact_information(struct gh_call *c, const struct account_get_contact_information_input *in,
                                    struct account_get_contact_information_output *out, struct gh_err *err) {
    struct store_account_primary_contact_get_row row;
    struct gh_str id;
    int r = account_open(c, in->account_id, &id, err);
    if (!r)
        r = store_account_primary_contact_get(c->ctx.tx, &(struct store_account_primary_contact_get_args){id}, &row,
                                              err);
    if (r == -GH_ENOTFOUND) return account_throw_resource_not_found(err, "The account has no contact information yet.");
    if (r) return r;
    out->contact_information = gh_new(c->ctx.arena, struct account_contact_information);
    *out->contact_information = (struct account_contact_information){.full_name = row.full_name,
                                                                     .address_line1 = row.address_line1,
                                                                     .address_line2 = row.address_line2,
                                                                     .address_line3 = row.address_line3,
                                                                     .city = row.city,
                                                                     .state_or_region = row.state_or_region,
                                                                     .district_or_county = row.district_or_county,
                                                                     .postal_code = row.postal_code,
                                                                     .country_code = row.country_code,
                                                                     .phone_number = row.phone_number,
                                                                     .company_name = row.company_name,
                                                                     .website_url = row.website_url};
    return 0;
}
