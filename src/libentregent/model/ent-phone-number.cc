/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The only C++ of the project: libphonenumber for ent-phone.c. No exception and no object leaves this file.
 */

#include <cstring>
#include <list>
#include <string>

#include <phonenumbers/phonenumber.pb.h>
#include <phonenumbers/phonenumberutil.h>

#include "ent-phone-number-private.h"

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

namespace
{

EntPhoneType
to_type (PhoneNumberUtil::PhoneNumberType type)
{
  switch (type)
    {
    case PhoneNumberUtil::FIXED_LINE:
      return ENT_PHONE_TYPE_FIXED;
    case PhoneNumberUtil::MOBILE:
      return ENT_PHONE_TYPE_MOBILE;
    case PhoneNumberUtil::FIXED_LINE_OR_MOBILE:
      return ENT_PHONE_TYPE_FIXED_OR_MOBILE;
    case PhoneNumberUtil::TOLL_FREE:
      return ENT_PHONE_TYPE_TOLL_FREE;
    case PhoneNumberUtil::PREMIUM_RATE:
      return ENT_PHONE_TYPE_PREMIUM;
    case PhoneNumberUtil::SHARED_COST:
      return ENT_PHONE_TYPE_SHARED_COST;
    case PhoneNumberUtil::VOIP:
      return ENT_PHONE_TYPE_VOIP;
    case PhoneNumberUtil::PERSONAL_NUMBER:
      return ENT_PHONE_TYPE_PERSONAL;
    case PhoneNumberUtil::PAGER:
      return ENT_PHONE_TYPE_PAGER;
    case PhoneNumberUtil::UAN:
      return ENT_PHONE_TYPE_COMPANY;
    case PhoneNumberUtil::VOICEMAIL:
      return ENT_PHONE_TYPE_VOICEMAIL;
    default:
      return ENT_PHONE_TYPE_UNKNOWN;
    }
}

EntPhoneStatus
to_status (PhoneNumberUtil::ErrorType error)
{
  switch (error)
    {
    case PhoneNumberUtil::INVALID_COUNTRY_CODE_ERROR:
      return ENT_PHONE_NO_COUNTRY;
    case PhoneNumberUtil::TOO_SHORT_AFTER_IDD:
    case PhoneNumberUtil::TOO_SHORT_NSN:
      return ENT_PHONE_TOO_SHORT;
    case PhoneNumberUtil::TOO_LONG_NSN:
      return ENT_PHONE_TOO_LONG;
    default:
      return ENT_PHONE_NOT_A_NUMBER;
    }
}

EntPhoneStatus
get_possible_status (const PhoneNumberUtil &util, const PhoneNumber &number)
{
  switch (util.IsPossibleNumberWithReason (number))
    {
    case PhoneNumberUtil::IS_POSSIBLE:
      return ENT_PHONE_POSSIBLE;
    case PhoneNumberUtil::IS_POSSIBLE_LOCAL_ONLY:
      return ENT_PHONE_LOCAL;
    case PhoneNumberUtil::INVALID_COUNTRY_CODE:
      return ENT_PHONE_NO_COUNTRY;
    case PhoneNumberUtil::TOO_SHORT:
      return ENT_PHONE_TOO_SHORT;
    case PhoneNumberUtil::INVALID_LENGTH:
    case PhoneNumberUtil::TOO_LONG:
    default:
      return ENT_PHONE_TOO_LONG;
    }
}

template <gsize size>
bool
store (char (&target)[size], const std::string &text)
{
  if (text.size () >= size)
    return false;

  memcpy (target, text.c_str (), text.size () + 1);
  return true;
}

void
parse (const char *text, const char *region, EntPhone *phone)
{
  const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance ();
  PhoneNumber number;
  std::string buffer;
  PhoneNumberUtil::ErrorType error = util.Parse (text, region != nullptr ? region : "ZZ", &number);

  if (error != PhoneNumberUtil::NO_PARSING_ERROR)
    {
      phone->status = to_status (error);
      return;
    }

  phone->type = to_type (util.GetNumberType (number));
  phone->status = ENT_PHONE_VALID;
  if (phone->type == ENT_PHONE_TYPE_UNKNOWN && !util.IsValidNumber (number))
    {
      phone->status = get_possible_status (util, number);
      util.GetRegionCodeForCountryCode (number.country_code (), &buffer);
    }
  else
    {
      util.GetRegionCodeForNumber (number, &buffer);
    }

  if (buffer != "ZZ")
    store (phone->region, buffer);
  if (phone->status > ENT_PHONE_POSSIBLE)
    return;

  util.Format (number, PhoneNumberUtil::E164, &buffer);
  if (!store (phone->e164, buffer))
    phone->status = ENT_PHONE_TOO_LONG;
}

gboolean
format (const char *e164, EntPhoneStyle style, const char *region, char *out, gsize size)
{
  const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance ();
  PhoneNumberUtil::PhoneNumberFormat kind = PhoneNumberUtil::INTERNATIONAL;
  PhoneNumber number;
  std::string buffer;

  if (util.Parse (e164, "ZZ", &number) != PhoneNumberUtil::NO_PARSING_ERROR)
    return FALSE;

  if (style == ENT_PHONE_STYLE_NATIONAL || (style == ENT_PHONE_STYLE_FOR_REGION && region != nullptr &&
                                            util.GetCountryCodeForRegion (region) == number.country_code ()))
    kind = PhoneNumberUtil::NATIONAL;

  util.Format (number, kind, &buffer);
  if (buffer.empty () || buffer.size () >= size)
    return FALSE;

  memcpy (out, buffer.c_str (), buffer.size () + 1);
  return TRUE;
}

int
get_calling_code (const char *region)
{
  return PhoneNumberUtil::GetInstance ()->GetCountryCodeForRegion (region);
}

} // namespace

const EntPhoneBackend *
ent_phone_get_backend (void)
{
  static const EntPhoneBackend backend = { ENT_PHONE_BACKEND_VERSION, parse, format, get_calling_code };

  return &backend;
}
