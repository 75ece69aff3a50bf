// @ts-check

/** The short codes people and apps use most; others stand as they were written, as in Slack. */
const emoji =
  '+1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 100 💯 alarm_clock ⏰ arrow_down ⬇️ arrow_left ⬅️ arrow_right ➡️ arrow_up ⬆️ bar_chart 📊 bell 🔔 ' +
  'no_bell 🔕 bookmark 🔖 books 📚 boom 💥 brain 🧠 bug 🐛 bulb 💡 bust_in_silhouette 👤 busts_in_silhouette 👥 calendar 📅 spiral_calendar_pad 🗓️ ' +
  'chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 clap 👏 clipboard 📋 clock1 🕐 coffee ☕ construction 🚧 cry 😢 dart 🎯 ear 👂 email 📧 ' +
  'envelope ✉️ exclamation ❗ eyes 👀 eye 👁️ face_with_monocle 🧐 fire 🔥 floppy_disk 💾 gear ⚙️ gift 🎁 globe_with_meridians 🌐 grey_question ❔ ' +
  'grin 😁 grinning 😀 hammer_and_wrench 🛠️ hand ✋ handshake 🤝 heart ❤️ heavy_check_mark ✔️ heavy_plus_sign ➕ heavy_minus_sign ➖ hourglass ⌛ ' +
  'hourglass_flowing_sand ⏳ hugging_face 🤗 inbox_tray 📥 information_source ℹ️ joy 😂 key 🔑 label 🏷️ laughing 😆 link 🔗 lock 🔒 unlock 🔓 ' +
  'loudspeaker 📢 mega 📣 mag 🔍 mailbox 📫 memo 📝 pencil 📝 pencil2 ✏️ microphone 🎤 moneybag 💰 muscle 💪 mute 🔇 new 🆕 no_entry ⛔ no_entry_sign 🚫 ' +
  'office 🏢 ok 🆗 ok_hand 👌 open_book 📖 package 📦 page_facing_up 📄 paperclip 📎 partying_face 🥳 people_holding_hands 🧑‍🤝‍🧑 pray 🙏 pushpin 📌 ' +
  'question ❓ raised_hand ✋ raised_hands 🙌 recycle ♻️ red_circle 🔴 large_green_circle 🟢 large_yellow_circle 🟡 large_orange_circle 🟠 ' +
  'large_blue_circle 🔵 white_circle ⚪ black_circle ⚫ repeat 🔁 robot_face 🤖 rocket 🚀 rotating_light 🚨 round_pushpin 📍 seedling 🌱 shield 🛡️ ' +
  'simple_smile 🙂 slightly_smiling_face 🙂 smile 😄 smiley 😃 sob 😭 sparkles ✨ speech_balloon 💬 left_speech_bubble 🗨️ star ⭐ star2 🌟 sun 🌞 sunny ☀️ ' +
  'sunglasses 😎 sweat_smile 😅 tada 🎉 telephone ☎️ thinking_face 🤔 thought_balloon 💭 traffic_light 🚥 triangular_flag_on_post 🚩 trophy 🏆 ' +
  'two_hearts 💕 upside_down_face 🙃 v ✌️ warning ⚠️ wave 👋 wastebasket 🗑️ white_check_mark ✅ wink 😉 wrench 🔧 writing_hand ✍️ x ❌ zap ⚡ zzz 💤 ' +
  'one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣ five 5️⃣ ballot_box_with_check ☑️ radio_button 🔘 large_blue_square 🟦 small_blue_diamond 🔹 house 🏠 school 🏫 ' +
  'mortar_board 🎓 computer 💻 iphone 📱 green_heart 💚 blue_heart 💙 purple_heart 💜 relaxed ☺️ relieved 😌 neutral_face 😐 confused 😕 worried 😟 ' +
  'see_no_evil 🙈 hear_no_evil 🙉 speak_no_evil 🙊 point_right 👉 point_left 👈 point_up ☝️ point_down 👇 fast_forward ⏩ arrows_counterclockwise 🔄 ' +
  'compass 🧭 jigsaw 🧩 scroll 📜 ledger 📒 notebook 📓 newspaper 📰 performing_arts 🎭 film_frames 🎞️ camera 📷 art 🎨 earth_africa 🌍 bee 🐝 leaves 🍃';

const words = emoji.split(' ');
const byName = new Map(words.flatMap((word, at) => (at % 2 === 0 ? [[word, words[at + 1] ?? word]] : [])));

/**
 * @param {string} name
 * @param {string} [unicode] code points in hex joined by `-`, as Slack sends them
 */
export function emojiFor(name, unicode) {
  if (unicode) {
    const points = unicode.split('-').map((hex) => Number.parseInt(hex, 16));
    if (points.every((point) => point > 0 && point <= 0x10ffff)) return String.fromCodePoint(...points);
  }
  return byName.get(name.split('::')[0] ?? name);
}
