/* Runs only in browsers that do not know modules, and so cannot run the program. */
document.getElementById('app').innerHTML =
  '<p class="boot-text">当前浏览器内核版本过低，页面无法打开。请切换到“极速模式”，或联系信息中心安装 Chrome 85 以上内核的浏览器。</p>';
